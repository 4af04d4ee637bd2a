namespace Nano.Runtime.Running;

/// <summary>Someone who watches a run: a terminal, a log, nobody. Called from several threads.</summary>
public interface IRunMonitor
{
    /// <summary>A stage of so many steps begins.</summary>
    void Stage(string name, int steps);

    /// <summary>One more step of the stage is done.</summary>
    void Step();

    /// <summary>A line for people.</summary>
    void Say(string line);
}

/// <summary>Nobody watches.</summary>
public sealed class Unwatched : IRunMonitor
{
    public void Stage(string name, int steps) { }

    public void Step() { }

    public void Say(string line) { }
}
