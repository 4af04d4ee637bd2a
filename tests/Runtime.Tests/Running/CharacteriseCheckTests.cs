using Nano.Plan;
using Nano.Runtime.Running;
using Nano.Runtime.Tests.Reporting;
using Xunit;

namespace Nano.Runtime.Tests.Running;

public class CharacteriseCheckTests
{
    private static readonly ExperimentPlan Good = Characterised.Input().Plan;

    private static CharacterisePlan Study => (CharacterisePlan)Good.Protocol;

    [Fact]
    public void What_the_compiler_makes_passes() => Assert.Empty(PlanCheck.Of(Good));

    [Fact]
    public void A_plan_that_was_changed_into_something_that_cannot_run_is_refused()
    {
        Refused(Study with { Points = 2 }, "points must be from 3");
        Refused(Study with { Plateau = 0 }, "plateau");
        Refused(Study with { Settings = -1 }, "settings");
        Refused(Study with { Step = 0 }, "step");
        Refused(Study with { Step = 0.5 }, "room for a step to either side on electrode 1");
        Refused(Study with { Device = 1 }, "device of the curves must be an index below 1");
        Refused(Study with { Rest = [0] }, "rest (its voltages) must be 7");
        Refused(Study with { Rest = [0, 0, 0, 0, 0, 0, 0.4] }, "rest of electrode 7");
        Refused(Study with { TemperatureElectrode = 7 }, "temperature-electrode must be an index below 7");
        Refused(Study with { Temperatures = [0.5] }, "a temperature must be from 1");
        Refused(Study with { Maps = [new VoltageMapPlan([2, 2], 9)] }, "electrodes of a map that differ");
        Refused(Study with { Maps = [new VoltageMapPlan([2], 9)] }, "electrodes of a map (their number)");
        Refused(Study with { Maps = [new VoltageMapPlan([2, 7], 9)] }, "an electrode of a map");
        Refused(Study with { Maps = [new VoltageMapPlan([2, 4], 2)] }, "points of a map");
        Refused(Study with { Points = 1_000_000, Plateau = 100 }, "voltages of a curve");
        var modelled = Good with { Instrument = new SurrogateInstrumentPlan(EffectsPlan.Off) };
        Assert.Contains(
            "a simulated device where there are temperatures",
            Assert.Single(PlanCheck.Of(modelled)).Message
        );
    }

    private static void Refused(CharacterisePlan study, string words) =>
        Assert.Contains(
            PlanCheck.Of(Good with { Protocol = study }),
            problem => problem.Code == "N209" && problem.Message.Contains(words, StringComparison.Ordinal)
        );
}
