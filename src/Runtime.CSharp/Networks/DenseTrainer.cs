using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// Trains a network on mean-squared error with Adam. Same bits for any number of threads and any vector width: a batch
/// is cut into blocks of 64 samples, the blocks into at most 8 runs that depend on the batch alone; a run adds up its
/// blocks in order, and the sums of the runs are added in order. One caller at a time.
/// </summary>
public sealed unsafe class DenseTrainer : IDisposable
{
    private const int Samples = BlockScratch.Samples;
    private const int MostRuns = 8;
    private const int AdamFloatsPerTask = 4096;

    // Blocks that one task of an evaluation covers.
    private const int BlocksPerTask = 16;

    private readonly IDenseKernel kernel;
    private readonly DenseLayout layout;
    private AdamSettings settings;
    private readonly WorkerPool pool;
    private readonly BlockScratch[] scratches;
    private readonly AlignedFloats weights;
    private readonly AlignedFloats first;
    private readonly AlignedFloats second;
    private readonly AlignedFloats gradients;
    private readonly ITrainingLoss[] losses;
    private readonly double[] runErrors = new double[MostRuns];
    private readonly Action<int, int> runTask;
    private readonly Action<int, int> adamTask;
    private Job job;
    private AdamStep adam;
    private double beta1Power = 1;
    private double beta2Power = 1;

    /// <summary>A trainer that starts from a network.</summary>
    /// <param name="threads">Threads that share a step, the caller's included.</param>
    /// <param name="loss">Makes a loss for each thread; the mean square of the difference where there is none.</param>
    public DenseTrainer(DenseNetwork start, AdamSettings settings, int threads = 1, Func<ITrainingLoss>? loss = null)
        : this(start, settings, threads, DenseKernels.Widest, loss) { }

    internal DenseTrainer(
        DenseNetwork start,
        AdamSettings settings,
        int threads,
        VectorPath path,
        Func<ITrainingLoss>? loss = null
    )
    {
        settings.Check();
        this.settings = settings;
        kernel = DenseKernels.For(path);
        layout = new DenseLayout(start);
        weights = new AlignedFloats(layout.Length);
        first = new AlignedFloats(layout.Length);
        second = new AlignedFloats(layout.Length);
        gradients = new AlignedFloats(layout.Length * MostRuns);
        layout.Pack(start, weights.Pointer);
        pool = new WorkerPool(threads);
        scratches = new BlockScratch[threads];
        for (var i = 0; i < threads; i++)
            scratches[i] = new BlockScratch(layout);
        losses = loss is null ? [] : new ITrainingLoss[threads];
        for (var i = 0; i < losses.Length; i++)
            losses[i] = loss!();
        runTask = Run;
        adamTask = Adam;
    }

    /// <summary>Steps of Adam taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Step size; may be changed between steps.</summary>
    /// <exception cref="NanoException">N251: a rate that is not above 0.</exception>
    public double Rate
    {
        get => settings.Rate;
        set
        {
            var changed = settings with { Rate = value };
            changed.Check();
            settings = changed;
        }
    }

    /// <summary>One step on these rows of the tables.</summary>
    /// <param name="inputs">Whole table, [any, inputs].</param>
    /// <param name="targets">Whole table, [any, outputs].</param>
    /// <param name="rows">The batch: indices of rows, at least one.</param>
    /// <returns>Mean-squared error of the batch before the step, over rows and outputs, whatever the loss.</returns>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows)
    {
        var error = Accumulate(inputs, targets, rows);
        PrepareAdam(RunsOf(rows.Length));
        pool.Run((layout.Length + AdamFloatsPerTask - 1) / AdamFloatsPerTask, adamTask);
        GC.KeepAlive(this);
        return error;
    }

    /// <summary>Mean-squared error of these rows of the tables, over rows and outputs.</summary>
    public double Error(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows) =>
        Mean(inputs, targets, rows, ofLoss: false);

    /// <summary>Mean of the loss over these rows of the tables and the outputs; the mean square where there is no other.</summary>
    public double Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows) =>
        Mean(inputs, targets, rows, ofLoss: losses.Length > 0);

    private double Mean(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows, bool ofLoss)
    {
        if (rows.IsEmpty)
            return double.NaN;
        CheckRows(inputs, targets, rows);
        double sum;
        fixed (float* x = inputs)
        fixed (float* y = targets)
        fixed (int* chosen = rows)
        {
            var blocks = BlocksOf(rows.Length);
            var tasks = (blocks + BlocksPerTask - 1) / BlocksPerTask;
            var errors = new double[tasks];
            var whole = new Job(x, y, chosen, rows.Length, blocks, tasks);
            pool.Run(
                tasks,
                (worker, task) =>
                {
                    var scratch = scratches[worker];
                    var error = 0.0;
                    for (
                        var block = task * BlocksPerTask;
                        block < Math.Min(blocks, (task + 1) * BlocksPerTask);
                        block++
                    )
                    {
                        var square = Forward(whole, scratch, block, 0);
                        error += ofLoss ? OfLoss(scratch, losses[worker], SamplesOf(whole, block), 0) : square;
                    }
                    errors[task] = error;
                }
            );
            sum = 0.0;
            foreach (var error in errors)
                sum += error;
        }
        GC.KeepAlive(this);
        return sum / ((double)rows.Length * layout.Outputs);
    }

    /// <summary>Mean-squared error of whole tables.</summary>
    public double Error(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        var rows = new int[inputs.Length / layout.Inputs];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = row;
        return Error(inputs, targets, rows);
    }

    /// <summary>A copy of the network as it is now.</summary>
    public DenseNetwork Snapshot() => Read(weights);

    /// <summary>All that training goes on from.</summary>
    public TrainerState Export() => new(Steps, Read(weights), Read(first), Read(second));

    /// <summary>Goes back to an exported state; its network must have the widths of this trainer's.</summary>
    public void Import(TrainerState state)
    {
        foreach (var part in new[] { state.Network, state.First, state.Second })
            if (!part.Widths.AsSpan().SequenceEqual(layout.Widths.AsSpan()))
                throw new NanoException(
                    "N250",
                    $"a state of widths [{string.Join(", ", part.Widths)}] does not fit a trainer of widths"
                        + $" [{string.Join(", ", layout.Widths)}]"
                );
        layout.Pack(state.Network, weights.Pointer);
        layout.Pack(state.First, first.Pointer);
        layout.Pack(state.Second, second.Pointer);
        Steps = state.Step;
        (beta1Power, beta2Power) = (1, 1);
        // The same products as step by step, so that a resumed training has the same bits.
        for (var step = 0L; step < Steps; step++)
            (beta1Power, beta2Power) = (beta1Power * settings.Beta1, beta2Power * settings.Beta2);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Dispose();

    /// <summary>The gradient of the mean-squared error on these rows, without a step.</summary>
    internal DenseNetwork Gradient(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows)
    {
        Accumulate(inputs, targets, rows);
        var total = new AlignedFloats(layout.Length);
        for (var run = 0; run < RunsOf(rows.Length); run++)
        for (var i = 0; i < layout.Length; i++)
            total.Pointer[i] += gradients.Pointer[run * layout.Length + i];
        GC.KeepAlive(this);
        return Read(total);
    }

    private static int BlocksOf(int rows) => (rows + Samples - 1) / Samples;

    private static int RunsOf(int rows) => Math.Min(BlocksOf(rows), MostRuns);

    // Leaves the partial gradient of each run in its place, and returns the mean-squared error.
    private double Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("a batch has at least one row", nameof(rows));
        CheckRows(inputs, targets, rows);
        var runs = RunsOf(rows.Length);
        fixed (float* x = inputs)
        fixed (float* y = targets)
        fixed (int* chosen = rows)
        {
            job = new Job(x, y, chosen, rows.Length, BlocksOf(rows.Length), runs);
            pool.Run(runs, runTask);
            job = default;
        }
        var sum = 0.0;
        for (var run = 0; run < runs; run++)
            sum += runErrors[run];
        return sum / ((double)rows.Length * layout.Outputs);
    }

    private DenseNetwork Read(AlignedFloats values)
    {
        var network = layout.Unpack(values.Pointer);
        GC.KeepAlive(values);
        return network;
    }

    private void CheckRows(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows)
    {
        var count = Math.Min(inputs.Length / layout.Inputs, targets.Length / layout.Outputs);
        foreach (var row in rows)
            if ((uint)row >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"the tables have {count} rows");
    }

    private void Run(int worker, int run)
    {
        var scratch = scratches[worker];
        var gradient = gradients.Pointer + (nint)run * layout.Length;
        var from = (int)((long)run * job.Blocks / job.Runs);
        var to = (int)((long)(run + 1) * job.Blocks / job.Runs);
        var scale = 2.0 / ((double)job.Count * layout.Outputs);
        var error = 0.0;
        for (var block = from; block < to; block++)
        {
            error += Forward(job, scratch, block, scale);
            var samples = SamplesOf(job, block);
            if (losses.Length > 0)
                OfLoss(scratch, losses[worker], samples, scale / 2);
            for (var layer = layout.Layers - 1; layer >= 0; layer--)
            {
                DenseBlock.WeightGradient(kernel, layout, scratch, layer, samples, gradient, block == from);
                if (layer > 0)
                    DenseBlock.Backward(kernel, layout, weights.Pointer, scratch, layer, DenseLayout.RoundUp(samples));
            }
        }
        runErrors[run] = error;
    }

    /// <summary>Forward pass of a block; leaves scale · (output − target) as the gradient and returns the squared error.</summary>
    private double Forward(in Job work, BlockScratch scratch, int block, double scale)
    {
        var samples = SamplesOf(work, block);
        var columns = DenseLayout.RoundUp(samples);
        var chosen = work.Rows + (nint)block * Samples;
        BlockTable.Gather(work.Inputs, layout.Inputs, chosen, samples, scratch.Values(0), columns);
        DenseBlock.Forward(kernel, layout, weights.Pointer, scratch, columns, layout.Layers);
        var outputs = scratch.Values(layout.Layers);
        var delta = scratch.Delta(layout.Layers);
        BlockTable.Gather(work.Targets, layout.Outputs, chosen, samples, delta, columns);
        var sum = 0.0;
        for (var output = 0; output < layout.Outputs; output++)
        for (var sample = 0; sample < columns; sample++)
        {
            var at = output * Samples + sample;
            var difference = sample < samples ? (double)outputs[at] - delta[at] : 0;
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
            // Another loss makes its own slopes, from the targets that then stay here.
            if (losses.Length == 0)
                delta[at] = (float)(scale * difference);
        }
        return sum;
    }

    /// <summary>Replaces the targets of a block by scale · dloss/doutput, and returns the sum of the loss.</summary>
    private double OfLoss(BlockScratch scratch, ITrainingLoss loss, int samples, double scale)
    {
        var columns = DenseLayout.RoundUp(samples);
        var sum = 0.0;
        for (var output = 0; output < layout.Outputs; output++)
        {
            var outputs = new ReadOnlySpan<float>(scratch.Values(layout.Layers) + output * Samples, samples);
            var delta = new Span<float>(scratch.Delta(layout.Layers) + output * Samples, columns);
            sum += loss.Slopes(outputs, delta[..samples], delta[..samples]);
            delta[samples..].Clear();
            for (var sample = 0; sample < samples; sample++)
                delta[sample] = (float)(scale * delta[sample]);
        }
        return sum;
    }

    private static int SamplesOf(in Job work, int block) => Math.Min(Samples, work.Count - block * Samples);

    private void PrepareAdam(int runs)
    {
        Steps++;
        beta1Power *= settings.Beta1;
        beta2Power *= settings.Beta2;
        adam = new AdamStep
        {
            Weights = weights.Pointer,
            First = first.Pointer,
            Second = second.Pointer,
            Gradients = gradients.Pointer,
            GradientCount = runs,
            GradientStride = layout.Length,
            Beta1 = (float)settings.Beta1,
            Beta1Rest = (float)(1 - settings.Beta1),
            Beta2 = (float)settings.Beta2,
            Beta2Rest = (float)(1 - settings.Beta2),
            SecondScale = (float)(1 / Math.Sqrt(1 - beta2Power)),
            Epsilon = (float)settings.Epsilon,
            NegativeRate = (float)(-settings.Rate / (1 - beta1Power)),
        };
    }

    private void Adam(int worker, int task)
    {
        var from = task * AdamFloatsPerTask;
        kernel.Adam(adam, from, Math.Min(layout.Length, from + AdamFloatsPerTask));
    }

    private readonly struct Job(float* inputs, float* targets, int* rows, int count, int blocks, int runs)
    {
        public float* Inputs { get; } = inputs;

        public float* Targets { get; } = targets;

        public int* Rows { get; } = rows;

        public int Count { get; } = count;

        public int Blocks { get; } = blocks;

        public int Runs { get; } = runs;
    }
}
