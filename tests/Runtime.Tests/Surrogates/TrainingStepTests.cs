using Nano.Plan;
using Nano.Runtime.Formulas;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;
using Nano.Runtime.Tests.Learning;
using Nano.Runtime.Tests.Networks;
using Xunit;

namespace Nano.Runtime.Tests.Surrogates;

/// <summary>Trainings step by step, and losses that are formulas.</summary>
public class TrainingStepTests
{
    private const double Amplification = 20;

    private static readonly SurrogateTrainingPlan Plan = new(
        new RecordedPlan(0, new FilePlan("data.csv", "")),
        [16, 16],
        Activation.Relu,
        Epochs: 6,
        Batch: 64,
        Rate: 3e-3,
        Beta1: 0.9,
        Beta2: 0.75,
        Epsilon: 1e-8,
        Amplification,
        new Bounds(-1e300, 1e300),
        [0.8, 0.1, 0.1],
        new MeanSquareLossPlan()
    );

    /// <summary>((y − t)/20 nA)²: the mean square in volts, as a formula.</summary>
    private static readonly LawPlan Square = new(
        ["y", "t"],
        [],
        "y t - 20 / 2 **",
        ["2 y t - 20 / * 20 /", "-2 y t - 20 / * 20 /"],
        []
    );

    /// <summary>log(1 + exp(y − t)) − (y − t)/2: grows like the size of the difference.</summary>
    private static readonly LawPlan Blunt = new(
        ["y", "t"],
        [],
        "1 y t - exp + log y t - 2 / -",
        ["y t - exp 1 y t - exp + / 0.5 -", "0.5 y t - exp 1 y t - exp + / -"],
        []
    );

    private static SurrogateData Device(int rows)
    {
        var volts = SlowNetwork.Table(61, "volts", rows * 3);
        var currents = new float[rows];
        for (var row = 0; row < rows; row++)
            currents[row] = 30 * volts[3 * row] * volts[3 * row + 1] + 10 * volts[3 * row + 2];
        return new SurrogateData(3, volts, currents);
    }

    [Fact]
    public void Steps_and_epochs_of_one_s_own_are_those_of_the_whole_training()
    {
        var data = Device(700);
        var whole = SurrogateTrainer.Train(data, Plan, new SeedTree(1), 1);
        using var training = new SurrogateTrainer(data, Plan, new SeedTree(1), 2);
        var batches = (training.Split.Training.Length + Plan.Batch - 1) / Plan.Batch;
        for (var epoch = 1; epoch <= Plan.Epochs; epoch++)
        {
            // Any number of single steps, then the rest of the epoch.
            for (var step = 0; step < epoch % batches; step++)
                Assert.True(training.Step() > 0);
            Assert.Equal(epoch, training.Epoch().Epoch);
            Assert.Equal(training.ValidationError(), whole.Profile[epoch - 1].Validation);
        }
        Assert.Equal(Plan.Epochs, training.Epochs);
        Assert.Equal(whole.Profile.AsEnumerable(), training.Result().Profile);
        Bits.Equal(whole.Network, training.Result().Network);
        Assert.Equal(whole.TestError, training.Result().TestError);
        Assert.Equal(whole.BestEpoch, training.Best.Epoch);
    }

    [Fact]
    public void The_rate_may_change_on_the_way()
    {
        using var training = new SurrogateTrainer(Device(300), Plan, new SeedTree(2), 1);
        Assert.Equal(Plan.Rate, training.Rate);
        training.Rate = 1e-30;
        var before = training.Network();
        training.Step();
        Bits.Equal(before, training.Network());
        training.Rate = 1e-3;
        training.Step();
        Assert.NotEqual(before.Weights[0], training.Network().Weights[0]);
        Assert.Equal("N251", Assert.Throws<NanoException>(() => training.Rate = 0).Diagnostic.Code);
    }

    [Fact]
    public void The_mean_square_as_a_formula_is_the_mean_square()
    {
        var data = Device(400);
        using var usual = new SurrogateTrainer(data, Plan, new SeedTree(3), 1);
        using var formula = new SurrogateTrainer(
            data,
            Plan with
            {
                Loss = new FormulaLossPlan(Square),
            },
            new SeedTree(3),
            2
        );
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var (one, other) = (usual.Epoch(), formula.Epoch());
            Assert.Equal(one.Training, other.Training, 1e-3);
            Assert.Equal(one.Validation, other.Validation, 1e-3);
            Assert.Equal(usual.ValidationLoss(), formula.ValidationLoss(), 1e-4);
        }
    }

    [Fact]
    public void A_formula_s_slopes_are_those_of_its_value()
    {
        var loss = new FormulaLoss(Blunt, Amplification);
        float[] outputs = [0.5f, -0.25f, 0.1f];
        float[] targets = [0.25f, 0.5f, 0.1f];
        var slopes = new float[3];
        var sum = loss.Slopes(outputs, targets, slopes);
        Assert.Equal(Enumerable.Range(0, 3).Sum(i => Value(outputs[i], targets[i])), sum, 1e-9);
        for (var i = 0; i < 3; i++)
            Assert.Equal(
                (Value(outputs[i] + 1e-5, targets[i]) - Value(outputs[i] - 1e-5, targets[i])) / 2e-5,
                slopes[i],
                1e-4
            );

        static double Value(double y, double t)
        {
            var difference = Amplification * (y - t);
            return Math.Log(1 + Math.Exp(difference)) - difference / 2;
        }
    }

    [Fact]
    public void A_blunt_loss_does_not_bend_to_outliers()
    {
        var data = Device(1000);
        for (var row = 0; row < data.Rows; row += 20)
            data.Nanoamperes[row] = 400;
        var plan = Plan with { Epochs = 30, Splits = [0.7, 0.3, 0] };
        Assert.True(Typical(plan with { Loss = new FormulaLossPlan(Blunt) }) < 0.3 * Typical(plan));

        // The median error on the rows that are no outliers.
        double Typical(SurrogateTrainingPlan chosen)
        {
            var network = SurrogateTrainer.Train(data, chosen, new SeedTree(5), 2).Network;
            var evaluator = new DenseEvaluator(network);
            var outputs = new float[data.Rows];
            evaluator.Forward(data.Volts, outputs, data.Rows);
            return Enumerable
                .Range(0, data.Rows)
                .Where(row => row % 20 != 0)
                .Select(row => Math.Abs(Amplification * outputs[row] - data.Nanoamperes[row]))
                .Order()
                .ElementAt(475);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit_of_a_formula_s_training()
    {
        var data = Device(700);
        var plan = Plan with { Epochs = 2, Batch = 256, Loss = new FormulaLossPlan(Blunt) };
        var alone = SurrogateTrainer.Train(data, plan, new SeedTree(3), 1);
        Bits.Equal(alone.Network, SurrogateTrainer.Train(data, plan, new SeedTree(3), 3).Network);
    }

    [Fact]
    public void A_saved_model_is_the_best_network_of_the_device()
    {
        var device = Toys.Device with { Electrodes = [.. Toys.Device.Electrodes.Take(3)], Controls = [2] };
        using var training = new SurrogateTrainer(Device(300), Plan, new SeedTree(4), 1);
        training.Epoch();
        training.Epoch();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
        try
        {
            training.SaveModel(path, device);
            var model = SurrogateFile.Read(path);
            Bits.Equal(training.Result().Network, model.Network);
            Assert.Equal(training.Best.Validation, model.Origin.ValidationError);
            Assert.Equal(new Bounds(-0.5, 0.5), model.Ranges[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_loop_of_steps_alone_leaves_the_network_as_it_is()
    {
        using var training = new SurrogateTrainer(Device(700), Plan, new SeedTree(1), 1);
        for (var step = 0; step < 25; step++)
            training.Step();
        var result = training.Result();
        Assert.Equal(training.ValidationError(), result.ValidationError);
        Assert.True(double.IsFinite(result.TrainingError));
    }

    [Fact]
    public void A_loss_without_a_value_ends_the_training()
    {
        // (y − t)² + sqrt(−1): no number, though its slope is one.
        var law = new LawPlan(["y", "t"], [], "y t - 2 ** -1 sqrt +", ["2 y t - *", "-2 y t - *"], []);
        var plan = Plan with { Loss = new FormulaLossPlan(law) };
        using var training = new SurrogateTrainer(Device(700), plan, new SeedTree(1), 1);
        var problem = Assert.Throws<NanoException>(() => training.Epoch());
        Assert.Equal("N510", problem.Diagnostic.Code);
        Assert.Contains("no value", problem.Message, StringComparison.Ordinal);
    }
}
