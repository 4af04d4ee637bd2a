using Nano.Plan;

namespace Nano.Runtime.Learning;

/// <summary>Whether currents lie where a reading saturates and says nothing any more.</summary>
public static class Saturation
{
    /// <summary>True where any current lies at or beyond the clip.</summary>
    public static bool Reached(ReadOnlySpan<double> currents, Bounds clip)
    {
        foreach (var current in currents)
            if (current <= clip.Low || current >= clip.High)
                return true;
        return false;
    }
}
