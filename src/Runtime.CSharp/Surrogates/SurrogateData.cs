namespace Nano.Runtime.Surrogates;

/// <summary>Input–output data of a device, one row for each sample.</summary>
/// <param name="Electrodes">Activation electrodes.</param>
/// <param name="Volts">[rows, electrodes].</param>
/// <param name="Nanoamperes">[rows].</param>
public sealed record SurrogateData(int Electrodes, float[] Volts, float[] Nanoamperes)
{
    public int Rows => Nanoamperes.Length;
}
