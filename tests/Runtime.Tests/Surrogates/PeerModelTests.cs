using System.Text.Json;
using Nano.Runtime.Formats;
using Nano.Runtime.Networks;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Runtime.Tests.Surrogates;

/// <summary>The published surrogates of real devices, against weights and values that PyTorch and numpy found in them.</summary>
public class PeerModelTests
{
    public static TheoryData<string, string[]> Models =>
        new()
        {
            { "ring_example_2022", ["brainspy-tasks", "ring_example", "best_training_data.pickle"] },
            { "default_2020_02", ["brainspy-tasks", "default_model_2020-02.pt"] },
            { "default_2019_12", ["brainspy-tasks", "default_model_2019-12.pt"] },
            { "skynet_2019_07", ["SkyNEt", "checkpoint3000_02-07-23h47m.pt"] },
            { "mnist_node_2020", ["brainspy-tasks", "linear_layer_dnpu.pt"] },
        };

    [DataTheory]
    [MemberData(nameof(Models))]
    public void Weights_are_those_of_the_file(string name, string[] path)
    {
        var network = Read(path).Network;
        var arrays = Npz.Read(SharedData.File("dnpu", "derived", $"{name}.weights.npz"));
        Assert.Equal(arrays.Names.Length, 2 * network.Layers);
        for (var layer = 0; layer < network.Layers; layer++)
        {
            Assert.Equal(arrays.Tensor($"W{layer}").ToSingles(), network.Weights[layer]);
            Assert.Equal(arrays.Tensor($"b{layer}").ToSingles(), network.Biases[layer]);
        }
    }

    [DataTheory]
    [MemberData(nameof(Models))]
    public void Ranges_and_amplification_are_those_of_the_file(string name, string[] path)
    {
        var model = Read(path);
        using var facts = JsonDocument.Parse(File.ReadAllText(SharedData.File("dnpu", "derived", $"{name}.json")));
        var root = facts.RootElement;
        Assert.Equal(root.GetProperty("amplification_nA_per_V").GetDouble(), model.Amplification);
        var ranges = root.GetProperty("voltage_ranges_V").EnumerateArray().ToArray();
        Assert.Equal(ranges.Select(range => range[0].GetDouble()), model.Ranges.Select(range => range.Low));
        Assert.Equal(ranges.Select(range => range[1].GetDouble()), model.Ranges.Select(range => range.High));
    }

    [DataTheory]
    [MemberData(nameof(Models))]
    public void Currents_and_slopes_agree_with_numpy(string name, string[] path)
    {
        var model = Read(path);
        var check = Npz.Read(SharedData.File("dnpu", "derived", $"{name}.check.npz"));
        var inputs = check.Tensor("x").ToDoubles();
        var currents = check.Tensor("y_nA").ToDoubles();
        var slopes = check.Tensor("dy_nA_dx").ToDoubles();
        Assert.Equal(256, currents.Length);
        for (var row = 0; row < currents.Length; row++)
        {
            var (output, slope) = DoubleNetwork.Evaluate(model.Network, inputs.AsSpan(7 * row, 7));
            Assert.Equal(currents[row], model.Amplification * output, 1e-9);
            for (var input = 0; input < 7; input++)
                Assert.Equal(slopes[(7 * row) + input], model.Amplification * slope[input], 1e-8);
        }
    }

    [DataTheory]
    [MemberData(nameof(Models))]
    public void The_float32_kernel_agrees_to_a_fraction_of_a_picoampere(string name, string[] path)
    {
        var model = Read(path);
        var check = Npz.Read(SharedData.File("dnpu", "derived", $"{name}.check.npz"));
        var currents = check.Tensor("y_nA").ToDoubles();
        var slopes = check.Tensor("dy_nA_dx").ToDoubles();
        var outputs = new float[256];
        var gradients = new float[256 * 7];
        new DenseEvaluator(model.Network).InputGradient(check.Tensor("x").ToSingles(), [], outputs, gradients, 256);
        for (var row = 0; row < 256; row++)
            Assert.Equal(currents[row], model.Amplification * outputs[row], 2e-4);
        for (var i = 0; i < gradients.Length; i++)
            Assert.Equal(slopes[i], model.Amplification * gradients[i], 5e-4);
    }

    [DataFact]
    public void Assumptions_are_said_where_the_file_states_nothing()
    {
        var assumed = Read("brainspy-tasks", "linear_layer_dnpu.pt").Origin.Notes["assumed"];
        Assert.Contains("amplification 100 nA/V", assumed, StringComparison.Ordinal);
        Assert.Contains("−1.2…0.6 V", assumed, StringComparison.Ordinal);
        Assert.False(Read("brainspy-tasks", "default_model_2020-02.pt").Origin.Notes.ContainsKey("assumed"));
    }

    [DataFact]
    public void Provenance_is_read()
    {
        var sample = Read("derived", "peer_training_data_sample.pt");
        Assert.Equal("PyTorch zip", sample.Origin.Maker);
        Assert.Equal(29, sample.Origin.BestEpoch);
        Assert.Equal(0.08271768689155579, sample.Origin.ValidationError);
        Assert.Equal(0.37268802523612976, sample.Origin.TestError);
        Assert.Equal((-4.0, 4.0), (sample.Clip.Low, sample.Clip.High));
        Assert.Equal("50MOhm", sample.Origin.Notes["sampling_configs.driver.gain_info"]);
        Assert.Equal(
            [0, 6],
            Read("brainspy-tasks", "ring_example", "best_training_data.pickle").DataInputs.AsEnumerable()
        );
        Assert.Equal([3, 4], Read("brainspy-tasks", "default_model_2020-02.pt").DataInputs.AsEnumerable());
        var checkpoint = Read("SkyNEt", "checkpoint3000_02-07-23h47m.pt");
        Assert.Equal("PyTorch legacy", checkpoint.Origin.Maker);
        Assert.Equal(3000, checkpoint.Origin.BestEpoch);
        Assert.Equal(Math.Sqrt(0.97684139), checkpoint.Origin.ValidationError, 1e-8);
    }

    [DataFact]
    public void Tied_layers_share_their_weights()
    {
        var model = Read("SkyNEt", "NN_New2.pt");
        Assert.Equal(12, model.Network.Layers);
        Assert.Equal(10, model.Amplification);
        for (var layer = 2; layer < 11; layer++)
            Assert.Equal(model.Network.Weights[1], model.Network.Weights[layer]);
    }

    [DataTheory]
    [InlineData("brains-py", "random_state_dict.pt")]
    [InlineData("brains-py", "best_training_data.pickle")]
    [InlineData("brainspy-tasks/ring_example", "training_data.pickle")]
    public void Other_models_are_read(string folder, string name) =>
        Assert.Equal(7, Read(folder, name).Network.InputWidth);

    [DataTheory]
    [InlineData("brainspy-tasks/ring_example", "results.pickle", "train_results")]
    [InlineData("brainspy-tasks/ring_example", "configs.yaml", "begins like none")]
    [InlineData("brainspy-smg", "reference_batch.npz", "sampling_configs")]
    [InlineData("brainspy-smg", "IO.dat", "begins like none")]
    public void Files_without_a_surrogate_are_refused_by_name_of_what_they_hold(
        string folder,
        string name,
        string found
    )
    {
        var refusal = Assert.Throws<NanoException>(() => Read(folder, name)).Diagnostic;
        Assert.Equal("N117", refusal.Code);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
    }

    [DataFact]
    public void Every_model_survives_conversion_to_safetensors()
    {
        foreach (var row in Models)
        {
            var model = Read((string[])row[1]);
            var again = SurrogateFile.Read(SurrogateFile.ToBytes(model), "copy");
            SurrogateFileTests.AssertSame(model, again);
        }
    }

    private static SurrogateModel Read(params string[] path) => SurrogateFile.Read(SharedData.File(["dnpu", .. path]));
}
