using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>What became of a labelling.</summary>
public enum Verdict
{
    /// <summary>Found, and right on the device too.</summary>
    Holds,

    /// <summary>Found; not replayed.</summary>
    Found,

    /// <summary>Found by the search, but wrong on the device.</summary>
    Fails,

    /// <summary>Not found in any attempt.</summary>
    Missing,
}

/// <summary>The words, colour and shape of each verdict.</summary>
public static class Verdicts
{
    public static Verdict Of(Finding finding) =>
        !finding.Found ? Verdict.Missing
        : finding.Replay is null ? Verdict.Found
        : finding.Replay.Agrees ? Verdict.Holds
        : Verdict.Fails;

    public static string Words(Verdict verdict) =>
        verdict switch
        {
            Verdict.Holds => "found, holds on the device",
            Verdict.Found => "found, not replayed",
            Verdict.Fails => "found, fails on the device",
            _ => "not found",
        };

    /// <summary>The same for a data file: one word.</summary>
    public static string Key(Verdict verdict) =>
        verdict switch
        {
            Verdict.Holds => "holds",
            Verdict.Found => "found",
            Verdict.Fails => "fails",
            _ => "missing",
        };

    /// <summary>The same for a table, where room is short.</summary>
    public static string Brief(Verdict verdict) =>
        verdict switch
        {
            Verdict.Holds => "holds on the device",
            Verdict.Fails => "fails on the device",
            _ => Words(verdict),
        };

    public static Tone Tone(Verdict verdict) =>
        verdict switch
        {
            Verdict.Holds => Plots.Tone.Blue,
            Verdict.Found => Plots.Tone.Sky,
            Verdict.Fails => Plots.Tone.Vermillion,
            _ => Plots.Tone.Muted,
        };

    public static Shape Shape(Verdict verdict) =>
        verdict switch
        {
            Verdict.Holds => Plots.Shape.Disc,
            Verdict.Found => Plots.Shape.Ring,
            Verdict.Fails => Plots.Shape.Diamond,
            _ => Plots.Shape.Cross,
        };

    public static bool Good(Verdict verdict) => verdict is Verdict.Holds or Verdict.Found;

    public static int Count(IEnumerable<Finding> findings, Verdict verdict) =>
        findings.Count(finding => Of(finding) == verdict);
}
