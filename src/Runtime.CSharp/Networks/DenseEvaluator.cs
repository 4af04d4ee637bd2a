using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// A network with frozen weights: outputs, and gradients with respect to the inputs. Immutable; any number of threads
/// may use it at once. The bits of a row depend neither on the rows beside it, nor on threads, nor on vector width.
/// Tables are row-major: [rows, inputs] and [rows, outputs].
/// </summary>
public sealed unsafe class DenseEvaluator
{
    // Rows that one thread takes at a time in the parallel calls.
    private const int RowsPerTask = 1024;

    private readonly IDenseKernel kernel;
    private readonly DenseLayout layout;
    private readonly AlignedFloats weights;
    private readonly DenseRows few;
    private readonly ScratchShelf shelf;

    /// <summary>Packs the weights for the kernel of this processor.</summary>
    public DenseEvaluator(DenseNetwork network)
        : this(network, DenseKernels.Widest) { }

    internal DenseEvaluator(DenseNetwork network, VectorPath path)
    {
        kernel = DenseKernels.For(path);
        layout = new DenseLayout(network);
        weights = new AlignedFloats(layout.Length);
        layout.Pack(network, weights.Pointer);
        few = new DenseRows(kernel, layout, weights);
        shelf = new ScratchShelf(layout);
    }

    /// <summary>Values that go in.</summary>
    public int InputWidth => layout.Inputs;

    /// <summary>Values that come out.</summary>
    public int OutputWidth => layout.Outputs;

    /// <summary>outputs = network(inputs).</summary>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int rows) => Forward(inputs, outputs, rows, 1);

    /// <summary>The same on up to this many threads; worthwhile from a few thousand rows on.</summary>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int rows, int threads)
    {
        CheckTable(inputs.Length, rows, InputWidth, nameof(inputs));
        CheckTable(outputs.Length, rows, OutputWidth, nameof(outputs));
        fixed (float* from = inputs)
        fixed (float* to = outputs)
            Run(new Job(from, to, null, null, false), rows, threads);
        GC.KeepAlive(this);
    }

    /// <summary>
    /// outputs = network(inputs), and inputGradients[row] = outputGradients[row]ᵀ · ∂outputs[row]/∂inputs[row].
    /// </summary>
    /// <param name="outputGradients">[rows, outputs], or empty for all ones.</param>
    /// <param name="outputs">[rows, outputs].</param>
    /// <param name="inputGradients">[rows, inputs].</param>
    public void InputGradient(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> outputGradients,
        Span<float> outputs,
        Span<float> inputGradients,
        int rows
    ) => InputGradient(inputs, outputGradients, outputs, inputGradients, rows, 1);

    /// <summary>The same on up to this many threads; worthwhile from a few thousand rows on.</summary>
    public void InputGradient(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> outputGradients,
        Span<float> outputs,
        Span<float> inputGradients,
        int rows,
        int threads
    )
    {
        CheckTable(inputs.Length, rows, InputWidth, nameof(inputs));
        CheckTable(outputs.Length, rows, OutputWidth, nameof(outputs));
        CheckTable(inputGradients.Length, rows, InputWidth, nameof(inputGradients));
        if (!outputGradients.IsEmpty)
            CheckTable(outputGradients.Length, rows, OutputWidth, nameof(outputGradients));
        fixed (float* from = inputs)
        fixed (float* to = outputs)
        fixed (float* seeds = outputGradients)
        fixed (float* gradients = inputGradients)
            Run(new Job(from, to, seeds, gradients, true), rows, threads);
        GC.KeepAlive(this);
    }

    private static void CheckTable(int length, int rows, int width, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (length < (long)rows * width)
            throw new ArgumentException($"{rows} rows of {width} values do not fit into {length} values", name);
    }

    private void Run(Job job, int rows, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1 || rows <= RowsPerTask)
            Part(job, 0, rows);
        else
            Share(job, rows, threads);
    }

    // Apart from Run, so that calls on one thread do not pay for the closure.
    private void Share(Job job, int rows, int threads) =>
        Parallel.For(
            0,
            (rows + RowsPerTask - 1) / RowsPerTask,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            task => Part(job, task * RowsPerTask, Math.Min(rows, (task + 1) * RowsPerTask))
        );

    private void Part(Job job, int from, int to)
    {
        var scratch = shelf.Take();
        while (from < to)
        {
            var left = to - from;
            // A few rows beyond a multiple of 32 are cheaper as rows than as one more vector of columns.
            var beyond = left % 32;
            var samples =
                left >= BlockScratch.Samples ? BlockScratch.Samples
                : beyond is > 0 and <= DenseRows.Most && left > beyond ? left - beyond
                : left;
            if (samples <= DenseRows.Most)
                Rows(job.At(from, layout), scratch, samples);
            else
                Block(job.At(from, layout), scratch, samples);
            from += samples;
        }
        shelf.GiveBack(scratch);
    }

    private void Rows(Job job, BlockScratch scratch, int samples)
    {
        var (inputs, outputs) = (layout.Inputs, layout.Outputs);
        CopyRows(job.Inputs, inputs, scratch.Values(0), few.Width(0), inputs, samples);
        few.Forward(scratch, samples);
        var last = layout.Layers - 1;
        DenseOutput.Rows(
            layout,
            weights.Pointer,
            scratch.Values(last),
            few.Width(last),
            scratch.Values(last + 1),
            few.Width(last + 1),
            samples
        );
        CopyRows(scratch.Values(layout.Layers), few.Width(layout.Layers), job.Outputs, outputs, outputs, samples);
        if (!job.Gradient)
            return;
        var delta = scratch.Delta(layout.Layers);
        if (job.Seeds is null)
            new Span<float>(delta, samples * few.Width(layout.Layers)).Fill(1);
        else
            CopyRows(job.Seeds, outputs, delta, few.Width(layout.Layers), outputs, samples);
        few.Backward(scratch, samples);
        CopyRows(scratch.Delta(0), few.Width(0), job.InputGradients, inputs, inputs, samples);
    }

    private void Block(Job job, BlockScratch scratch, int samples)
    {
        var columns = DenseLayout.RoundUp(samples);
        if (!job.Gradient)
        {
            BlockTable.Load(job.Inputs, layout.Inputs, samples, scratch.Passing(0), columns);
            DenseBlock.Evaluate(kernel, layout, weights.Pointer, scratch, columns);
            var result = scratch.Passing(layout.Layers);
            DenseOutput.Block(layout, weights.Pointer, scratch.Passing(layout.Layers - 1), result, columns);
            BlockTable.Store(result, layout.Outputs, samples, job.Outputs);
            return;
        }
        BlockTable.Load(job.Inputs, layout.Inputs, samples, scratch.Values(0), columns);
        var last = layout.Layers - 1;
        DenseBlock.Forward(kernel, layout, weights.Pointer, scratch, columns, last);
        DenseOutput.Block(layout, weights.Pointer, scratch.Values(last), scratch.Values(last + 1), columns);
        BlockTable.Store(scratch.Values(last + 1), layout.Outputs, samples, job.Outputs);
        var delta = scratch.Delta(layout.Layers);
        if (job.Seeds is null)
            new Span<float>(delta, layout.Outputs * BlockScratch.Samples).Fill(1);
        else
            BlockTable.Load(job.Seeds, layout.Outputs, samples, delta, columns);
        for (var layer = layout.Layers - 1; layer >= 0; layer--)
            DenseBlock.Backward(kernel, layout, weights.Pointer, scratch, layer, columns);
        BlockTable.Store(scratch.Delta(0), layout.Inputs, samples, job.InputGradients);
    }

    private static void CopyRows(float* from, int fromWidth, float* to, int toWidth, int count, int rows)
    {
        for (var row = 0; row < rows; row++)
            new Span<float>(from + row * fromWidth, count).CopyTo(new Span<float>(to + row * toWidth, count));
    }

    private readonly struct Job(float* inputs, float* outputs, float* seeds, float* inputGradients, bool gradient)
    {
        public float* Inputs { get; } = inputs;

        public float* Outputs { get; } = outputs;

        public float* Seeds { get; } = seeds;

        public float* InputGradients { get; } = inputGradients;

        public bool Gradient { get; } = gradient;

        public Job At(nint row, DenseLayout layout) =>
            new(
                Inputs + row * layout.Inputs,
                Outputs + row * layout.Outputs,
                Seeds is null ? null : Seeds + row * layout.Outputs,
                Gradient ? InputGradients + row * layout.Inputs : null,
                Gradient
            );
    }
}
