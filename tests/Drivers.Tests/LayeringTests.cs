using Xunit;

namespace Nano.Drivers.Tests;

public class LayeringTests
{
    [Fact]
    public void Drivers_know_nothing_of_fsharp_and_stand_on_the_runtime_alone()
    {
        var references = typeof(Catalog).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.DoesNotContain("FSharp.Core", references);
        Assert.Equal(["Nano.Runtime"], references.Where(name => name.StartsWith("Nano", StringComparison.Ordinal)));
    }
}
