using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Data;
using Nano.Runtime.Networks;
using Nano.Runtime.Running;
using Nano.Runtime.Surrogates;

namespace Nano.Runtime.Protocols;

/// <summary>
/// Acquires data (or reads recorded ones), trains a network on them, and leaves it as model.safetensors with everything
/// that is known of it.
/// </summary>
public static class SurrogateRun
{
    /// <summary>Name of the model's file in the run folder.</summary>
    public const string ModelFile = "model.safetensors";

    private const int ShownRows = 2000;

    public static SurrogateResult Run(RunContext context, SurrogateTrainingPlan plan)
    {
        // What cannot be opened must be told before hours of training, not after.
        var study = Study(context, DeviceOf(plan.Data));
        var (device, data) = Data(context, plan.Data);
        context.Monitor.Stage("training", plan.Epochs);
        var trained = SurrogateTrainer.Train(
            data,
            plan,
            context.Seeds.Below("surrogate"),
            context.Threads,
            _ => context.Monitor.Step(),
            context.Stop
        );
        var model = SurrogateTrainer.Model(
            trained.Network,
            plan,
            context.Plan.Devices[device],
            Origin(context, plan, trained, device)
        );
        SurrogateFile.Write(model, context.Folder.Path(ModelFile));
        context.Monitor.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"validation error {trained.ValidationError:0.0000} nA (best epoch {trained.BestEpoch} of {plan.Epochs})"
            )
        );
        return new SurrogateResult(
            study,
            trained.Split.Training.Length,
            trained.Split.Validation.Length,
            trained.Split.Test.Length,
            trained.BestEpoch,
            trained.TrainingError,
            trained.ValidationError,
            double.IsNaN(trained.TestError) ? null : trained.TestError,
            trained.OutputRange,
            trained.Profile,
            Judge(model, data, trained.Split.Test.Length > 0 ? trained.Split.Test : trained.Split.Validation)
        );
    }

    private static int DeviceOf(TrainingDataPlan data) =>
        data switch
        {
            SampledPlan sampled => sampled.Sampling.Device,
            RecordedPlan recorded => recorded.Device,
            _ => throw new InvalidOperationException($"no training data of type {data.GetType().Name}"),
        };

    private static (int Device, SurrogateData Data) Data(RunContext context, TrainingDataPlan plan)
    {
        switch (plan)
        {
            case SampledPlan { Sampling: var sampling }:
                var sampled = Acquisition.Record(context, sampling);
                return (
                    sampling.Device,
                    new SurrogateData(sampled.Electrodes, Single(sampled.Volts), Single(sampled.Nanoamperes))
                );
            case RecordedPlan recorded:
                return (recorded.Device, Recorded(context, recorded));
            default:
                throw new InvalidOperationException($"no training data of type {plan.GetType().Name}");
        }
    }

    private static SurrogateData Recorded(RunContext context, RecordedPlan plan)
    {
        var table = CsvTable.Read(context.Files(plan.File));
        var electrodes = context.Plan.Devices[plan.Device].Electrodes.Length;
        if (table.Columns != electrodes + 1)
            throw new NanoException(
                "N236",
                $"'{plan.File.Name}' has {table.Columns} columns, but the device has {electrodes} activation electrodes",
                "give a column of volts for each electrode in ascending order, and a last one with the current in nA"
            );
        var volts = new float[table.Rows * electrodes];
        var currents = new float[table.Rows];
        for (var row = 0; row < table.Rows; row++)
        {
            var cells = table.Row(row);
            for (var electrode = 0; electrode < electrodes; electrode++)
                volts[row * electrodes + electrode] = (float)cells[electrode];
            currents[row] = (float)cells[electrodes];
        }
        return new SurrogateData(electrodes, volts, currents);
    }

    /// <summary>The device as the instrument shows it; recorded data may come from a device that is not here.</summary>
    private static DeviceStudy Study(RunContext context, int device)
    {
        var plan = context.Plan.Devices[device];
        if (plan.Physics is UnmodelledPlan && plan.Surrogate is NoSurrogatePlan)
            return new DeviceStudy(plan.Name, "recorded data", [], null, 0);
        return DeviceStudies.Of(context, device);
    }

    private static SurrogateStudy Judge(SurrogateModel model, SurrogateData data, int[] rows)
    {
        var count = Math.Min(rows.Length, ShownRows);
        var volts = new double[count * data.Electrodes];
        var measured = new double[count];
        var predicted = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var electrode = 0; electrode < data.Electrodes; electrode++)
                volts[i * data.Electrodes + electrode] = data.Volts[rows[i] * data.Electrodes + electrode];
            measured[i] = data.Nanoamperes[rows[i]];
        }
        using var evaluator = new SurrogateEvaluator(model, new DenseEvaluator(model.Network));
        evaluator.Evaluate(volts, predicted, count);
        return DeviceStudies.Study(measured, predicted);
    }

    private static SurrogateOrigin Origin(
        RunContext context,
        SurrogateTrainingPlan plan,
        SurrogateTraining trained,
        int device
    ) =>
        SurrogateOrigin.Unknown($"Nano {Provenance.Version()}") with
        {
            Device = SampledFrom(context.Plan, plan.Data, device),
            Plan = context.Folder.Identity,
            TrainingRows = trained.Split.Training.Length,
            BestEpoch = trained.BestEpoch,
            TrainingError = trained.TrainingError,
            ValidationError = trained.ValidationError,
            TestError = trained.TestError,
            OutputRange = trained.OutputRange,
        };

    /// <summary>Only data that this run took from the simulated device itself are known to come from its physics.</summary>
    private static string SampledFrom(ExperimentPlan plan, TrainingDataPlan data, int device) =>
        data is SampledPlan
        && plan is { Instrument: SimulatedPlan }
        && plan.Devices[device].Physics is HoppingPlan physics
            ? PlanJson.Fingerprint(physics)
            : "";

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);
}
