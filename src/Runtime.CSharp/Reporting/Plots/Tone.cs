namespace Nano.Runtime.Reporting.Plots;

/// <summary>
/// Colours that colour-blind readers can tell apart (Okabe and Ito, 2008), and two greys. Names, not values: the
/// style sheet decides what they look like on light paper and on a dark screen.
/// </summary>
public enum Tone
{
    Blue,
    Orange,
    Green,
    Vermillion,
    Purple,
    Sky,
    Ink,
    Muted,
}

/// <summary>Shape of a scatter marker, so that no difference is told by colour alone.</summary>
public enum Shape
{
    Disc,
    Ring,
    Square,
    Frame,
    Cross,
    Plus,
    Diamond,
}
