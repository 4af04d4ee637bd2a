using System.Text.Json;
using System.Text.Json.Nodes;
using Nano.Plan;
using Nano.Runtime.Numerics;
using Nano.Runtime.Running;
using Xunit;

namespace Nano.Runtime.Tests.Plans;

/// <summary>
/// Whatever is done to a plan.json, it is no plan (a JsonException, with a line), or one that the check refuses, or one
/// whose sizes and files can be told without a crash.
/// </summary>
public class PlanMutationTests
{
    private const int Count = 5000;

    private static readonly string[] Values =
    [
        "null",
        "0",
        "-1",
        "1",
        "7",
        "2147483647",
        "2147483648",
        "1e308",
        "-1e308",
        "1e999",
        "\"\"",
        "\"../../etc/passwd\"",
        "\"/dev/zero\"",
        "\"a\\u0000b\"",
        "\"NUL\"",
        "[]",
        "[null]",
        "[[]]",
        "[[null]]",
        "{}",
        "true",
    ];

    [Fact]
    public void Five_thousand_spoilt_plans_are_read_or_refused()
    {
        var plans = Directory
            .GetFiles(Path.Combine(SharedData.RepositoryRoot(), "tests", "Golden"), "*.plan.json")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .ToArray();
        Assert.NotEmpty(plans);
        var (unread, refused) = (0, 0);
        for (var number = 0; number < Count; number++)
        {
            var random = new SeedTree(7).For($"plan/{number}");
            var text = Mutate(random, plans[number % plans.Length]);
            try
            {
                refused += IsRefused(text) ? 1 : 0;
            }
            catch (Exception problem) when (problem is JsonException or NotSupportedException)
            {
                unread++;
            }
            catch (Exception crash)
            {
                Assert.Fail($"plan {number}: {crash}\n{text}");
            }
        }
        Assert.InRange(unread, Count / 10, Count);
        Assert.InRange(refused, Count / 20, Count);
    }

    private static bool IsRefused(string text)
    {
        var plan = PlanJson.Read(text);
        if (!PlanCheck.Of(plan).IsEmpty)
            return true;
        try
        {
            foreach (var file in PlanFiles.Of(plan))
                Assert.StartsWith("inputs/", PlanFiles.KeptName(file), StringComparison.Ordinal);
            RunFolder.Of("out", plan);
            return false;
        }
        catch (NanoException problem) when (problem.Diagnostic.Code is "N107" or "N206")
        {
            return true;
        }
    }

    private static string Mutate(RandomStream random, string text)
    {
        var root = JsonNode.Parse(text)!;
        for (var change = random.Below(3); change >= 0; change--)
        {
            var nodes = new List<JsonNode>();
            Collect(root, nodes);
            if (nodes.Count > 0)
                Replace(random, nodes[random.Below(nodes.Count)]);
        }
        return root.ToJsonString();
    }

    private static void Collect(JsonNode? node, List<JsonNode> found)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } owner:
                found.Add(owner);
                foreach (var (_, value) in owner)
                    Collect(value, found);
                break;
            case JsonArray { Count: > 0 } list:
                found.Add(list);
                foreach (var item in list)
                    Collect(item, found);
                break;
        }
    }

    private static void Replace(RandomStream random, JsonNode node)
    {
        var value = JsonNode.Parse(Values[random.Below(Values.Length)]);
        switch (node)
        {
            case JsonObject owner:
                var key = owner.Select(entry => entry.Key).ElementAt(random.Below(owner.Count));
                if (random.Below(6) == 0)
                    owner.Remove(key);
                else
                    owner[key] = value;
                break;
            case JsonArray list:
                var at = random.Below(list.Count);
                if (random.Below(6) == 0)
                    list.RemoveAt(at);
                else if (random.Below(6) == 0)
                    list.Add(value);
                else
                    list[at] = value;
                break;
        }
    }
}
