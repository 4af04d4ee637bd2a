using Nano.Plan;

namespace Nano.Runtime.Learning;

/// <summary>Whether currents lie where a reading saturates and says nothing any more.</summary>
public static class Saturation
{
    public static bool Reached(ReadOnlySpan<double> currents, Bounds clip)
    {
        foreach (var current in currents)
            if (current <= clip.Low || current >= clip.High)
                return true;
        return false;
    }
}
