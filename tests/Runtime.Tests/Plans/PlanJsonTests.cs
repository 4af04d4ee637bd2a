using System.Text.Json;
using System.Text.Json.Nodes;
using Nano.Plan;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Plans;

public class PlanJsonTests
{
    public static TheoryData<Type, Type> Cases
    {
        get
        {
            var cases = new TheoryData<Type, Type>();
            foreach (var family in Families.All)
            foreach (var one in Families.Of(family))
                cases.Add(family, one);
            return cases;
        }
    }

    [Fact]
    public void Every_case_of_every_family_is_listed_sealed_and_has_its_own_word()
    {
        Assert.Contains(typeof(ProtocolPlan), Families.All);
        Assert.True(Families.All.Length >= 8);
        foreach (var family in Families.All)
        {
            var kinds = family.Assembly.GetTypes().Where(type => type.BaseType == family).ToArray();
            Assert.Equal(
                kinds.OrderBy(type => type.Name, StringComparer.Ordinal),
                Families.Of(family).OrderBy(type => type.Name, StringComparer.Ordinal)
            );
            Assert.All(kinds, kind => Assert.True(kind.IsSealed, kind.Name));
            Assert.True(family.IsAbstract, family.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_survives_the_round_trip_byte_for_byte(Type family, Type one)
    {
        var random = new SeedTree(1).For(one.Name);
        for (var trial = 0; trial < 20; trial++)
        {
            var written = JsonSerializer.Serialize(new Specimen(random, one).Make(family), family, PlanJson.Options);
            var read = JsonSerializer.Deserialize(written, family, PlanJson.Options);
            Assert.IsType(one, read);
            Assert.Equal(written, JsonSerializer.Serialize(read, family, PlanJson.Options));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whole_plans_survive_it_with_every_case_in_its_place(Type family, Type one)
    {
        var random = new SeedTree(2).For(one.Name);
        var text = PlanJson.Write(new Specimen(random, one).Make<ExperimentPlan>());
        Assert.Equal(text, PlanJson.Write(PlanJson.Read(text)));
        Assert.Equal(PlanJson.Identity(text), PlanJson.Identity(PlanJson.Write(PlanJson.Read(text))));
        Assert.Equal(16, PlanJson.Identity(text).Length);
        Assert.EndsWith("}\n", text);
        Assert.DoesNotContain('\r', text);
        Assert.NotNull(family);
    }

    [Fact]
    public void Members_that_are_unknown_missing_or_null_are_refused_wherever_they_stand()
    {
        var refused = 0;
        foreach (var protocol in Families.Of<ProtocolPlan>())
        {
            var text = PlanJson.Write(
                new Specimen(new SeedTree(3).For(protocol.Name), protocol).Make<ExperimentPlan>()
            );
            var objects = Objects(JsonNode.Parse(text)!).Count();
            for (var index = 0; index < objects; index++)
            {
                Refused(text, index, target => target["no-such-member"] = 1);
                var names = Objects(JsonNode.Parse(text)!).ElementAt(index).Select(member => member.Key).ToArray();
                foreach (var name in names)
                {
                    // What the input layer takes its data from is empty whether it is written or not.
                    if (!(name == "inputs" && IsInputLayer(Objects(JsonNode.Parse(text)!).ElementAt(index))))
                        Refused(text, index, target => target.Remove(name));
                    Refused(text, index, target => target[name] = null);
                    refused++;
                }
            }
        }
        Assert.True(refused > 200);
    }

    [Theory]
    [InlineData("\"version\": 1,", "\"version\": \"1\",")]
    [InlineData("\"version\": 1,", "\"version\": 1.5,")]
    [InlineData("\"plateau\": 50", "\"plateau\": 1e99")]
    [InlineData("\"search-on\": \"surrogate\"", "\"search-on\": 0")]
    [InlineData("\"search-on\": \"surrogate\"", "\"search-on\": \"surogate\"")]
    [InlineData("\"$type\": \"genetic\"", "\"$type\": \"generic\"")]
    [InlineData("\"threshold\": 0.5", "\"threshold\": NaN")]
    public void Values_of_another_kind_are_refused(string right, string wrong)
    {
        var text = PlanJson.Write(Reporting.Samples.VcDimension().Plan);
        Assert.Contains(right, text);
        Assert.ThrowsAny<JsonException>(() => PlanJson.Read(text.Replace(right, wrong)));
    }

    [Fact]
    public void A_plan_with_a_number_that_is_none_is_not_written()
    {
        var plan = Reporting.Samples.VcDimension().Plan;
        var protocol = (VcDimensionPlan)plan.Protocol with { Threshold = double.NaN };
        Assert.Throws<ArgumentException>(() => PlanJson.Write(plan with { Protocol = protocol }));
        Assert.ThrowsAny<JsonException>(() => PlanJson.Read("null"));
    }

    private static void Refused(string text, int index, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(text)!;
        var target = Objects(root).ElementAt(index);
        change(target);
        var changed = root.ToJsonString();
        var failure = Record.Exception(() => PlanJson.Read(changed));
        Assert.True(failure is JsonException or NotSupportedException, $"{target.GetPath()}: {failure?.GetType()}");
    }

    private static bool IsInputLayer(JsonObject target) =>
        target["$type"] is { } kind && kind.GetValue<string>() == "input";

    private static IEnumerable<JsonObject> Objects(JsonNode node)
    {
        if (node is JsonObject found)
            yield return found;
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children)
            if (child is not null)
                foreach (var below in Objects(child))
                    yield return below;
    }
}
