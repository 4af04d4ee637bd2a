using Nano.Plan;
using Xunit;

namespace Nano.Runtime.Tests;

public class LayeringTests
{
    [Fact]
    public void Runtime_knows_nothing_of_fsharp() =>
        Assert.DoesNotContain(
            typeof(ExperimentPlan).Assembly.GetReferencedAssemblies(),
            reference => reference.Name == "FSharp.Core"
        );
}
