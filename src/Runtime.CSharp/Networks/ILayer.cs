using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Networks;

/// <summary>
/// A layer of one's own. A network calls it for one set of parameters at a time, with rows of values one after the other;
/// not from several threads at once.
/// </summary>
public interface ILayer
{
    /// <summary>Values that leave for each row.</summary>
    int Width { get; }

    /// <summary>Numbers of its own that a search finds along with the control voltages; none is fine.</summary>
    ImmutableArray<LayerParameter> Parameters { get; }

    /// <summary>Fills the outputs: rows × <see cref="Width"/>.</summary>
    /// <param name="inputs">Row-major, rows × as many values as arrive.</param>
    void Forward(ReadOnlySpan<double> inputs, int rows, ReadOnlySpan<double> parameters, Span<double> outputs);

    /// <summary>
    /// The chain rule: from dL/doutputs, <em>adds</em> dL/dinputs and dL/dparameters, which gradient search follows.
    /// </summary>
    void Backward(
        ReadOnlySpan<double> inputs,
        int rows,
        ReadOnlySpan<double> parameters,
        ReadOnlySpan<double> outputSlopes,
        Span<double> inputSlopes,
        Span<double> parameterSlopes
    );
}

/// <summary>A number that a search finds, inside its limits.</summary>
public sealed record LayerParameter(string Name, Bounds Limits);

/// <summary>Puts a layer of one's own behind another one: all that took that one's values take this one's.</summary>
/// <param name="Name">Its name in the names of searched parameters, and for further layers behind it.</param>
/// <param name="After">Name of a planned layer, or of an own one before this in the list.</param>
public sealed record OwnLayer(string Name, string After, ILayer Layer);
