using System.Collections.Immutable;
using System.IO.Compression;
using Nano.Plan;
using Nano.Runtime.Formats;
using Nano.Runtime.Networks;
using Nano.Runtime.Surrogates;
using Nano.Runtime.Tests.Formats;
using Xunit;

namespace Nano.Runtime.Tests.Surrogates;

public class SurrogateFileTests
{
    [Fact]
    public void Both_layouts_of_pytorch_give_the_same_model()
    {
        var sample = TorchWriter.Sample();
        var zip = SurrogateFile.Read(TorchWriter.Zip(sample), "a.pt");
        var legacy = SurrogateFile.Read(TorchWriter.Legacy(sample), "b.pt");
        Assert.Equal([7, 5, 5, 1], zip.Network.Widths.AsEnumerable());
        Assert.Equal(TorchWriter.Numbers(35, 1), zip.Network.Weights[0]);
        Assert.Equal(new Bounds(-3, 0.5), zip.Ranges[2]);
        Assert.Equal(39.5, zip.Amplification);
        Assert.Equal(new Bounds(-120, 130.5), zip.Clip);
        Assert.Equal((3, 1.5, 1.75, 1.875), Errors(zip.Origin));
        AssertSame(zip, legacy with { Origin = legacy.Origin with { Maker = zip.Origin.Maker } });
    }

    [Theory]
    [InlineData("")]
    [InlineData("model.")]
    [InlineData("node.model.")]
    [InlineData("raw_model.")]
    [InlineData("processor.processor.model.raw_model.")]
    [InlineData("dnpu.processor.processor.model.raw_model.")]
    [InlineData("dnpu_layer.node.model.")]
    public void Any_style_of_keys_is_read(string prefix) =>
        Assert.Equal(3, SurrogateFile.Read(TorchWriter.Zip(TorchWriter.Sample(prefix)), "m.pt").Network.Layers);

    [Fact]
    public void Copies_count_once_and_different_networks_are_refused()
    {
        var sample = TorchWriter.Sample("node.model.");
        var state = (Dictionary<string, object?>)sample["model_state_dict"]!;
        foreach (var (key, value) in state.ToArray())
            state["dnpu_layer." + key] = value;
        Assert.Equal(3, SurrogateFile.Read(TorchWriter.Zip(sample), "m.pt").Network.Layers);
        state["dnpu_layer.node.model.4.bias"] = TorchTensor.Of("other", [0.125f], 1);
        Assert.Contains(
            "several different networks",
            Refusal("N118", TorchWriter.Zip(sample)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_named()
    {
        var sample = TorchWriter.Sample();
        var state = (Dictionary<string, object?>)sample["model_state_dict"]!;
        state["raw_model.2.weight"] = TorchTensor.Of("w", TorchWriter.Numbers(20, 1), 5, 4);
        Assert.Contains("layer 2", Refusal("N117", TorchWriter.Zip(sample)), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused()
    {
        var sample = TorchWriter.Sample();
        var state = (Dictionary<string, object?>)sample["model_state_dict"]!;
        state["raw_model.4.bias"] = TorchTensor.Of("b", [float.NaN], 1);
        Assert.Contains("NaN", Refusal("N118", TorchWriter.Zip(sample)), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_activation_is_refused_by_name()
    {
        var sample = TorchWriter.Sample();
        var info = (Dictionary<string, object?>)sample["info"]!;
        info["model_structure"] = new Dictionary<string, object?> { ["activation"] = "tanh" };
        Assert.Contains("'tanh'", Refusal("N118", TorchWriter.Zip(sample)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickled_module_is_read_for_its_tensors_only()
    {
        // Sequential(Linear, ReLU, Linear) as torch.save(model) pickles it: NEWOBJ of a class, then its state.
        var pickle = new PickleWriter();
        Module(pickle);
        var bytes = pickle.End();
        var file = TorchWriter.Zip(
            CompressionLevel.NoCompression,
            ("m/data.pkl", bytes),
            ("m/data/0", new byte[7 * 2 * 4]),
            ("m/data/1", new byte[2 * 4]),
            ("m/data/2", new byte[2 * 4]),
            ("m/data/3", new byte[4])
        );
        var model = SurrogateFile.Read(file, "model_raw.pt");
        Assert.Equal([7, 2, 1], model.Network.Widths.AsEnumerable());
    }

    [Fact]
    public void Safetensors_of_others_are_read_by_their_keys()
    {
        var ours = SurrogateFile.Read(TorchWriter.Zip(TorchWriter.Sample()), "m.pt");
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, TensorValue>(StringComparer.Ordinal);
        for (var layer = 0; layer < 3; layer++)
        {
            var (inputs, outputs) = (ours.Network.Widths[layer], ours.Network.Widths[layer + 1]);
            tensors[$"model.{2 * layer}.weight"] = TensorValue.Of(ours.Network.Weights[layer], outputs, inputs);
            tensors[$"model.{2 * layer}.bias"] = TensorValue.Of(ours.Network.Biases[layer], outputs);
        }
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var model = SurrogateFile.Read(Safetensors.ToBytes(tensors.ToImmutable(), none), "m.safetensors");
        Assert.Equal(ours.Network.Weights[2], model.Network.Weights[2]);
        Assert.Contains("ReLU", model.Origin.Notes["assumed"], StringComparison.Ordinal);
    }

    [Fact]
    public void Written_and_read_back_it_is_the_same_also_in_what_is_not_finite()
    {
        var folder = Directory.CreateTempSubdirectory("nano-formats-").FullName;
        try
        {
            var model = Model();
            var path = Path.Combine(folder, "m.safetensors");
            SurrogateFile.Write(model, path);
            AssertSame(model, SurrogateFile.Read(path));
            Assert.Equal(SurrogateFile.ToBytes(model), File.ReadAllBytes(path));
            Assert.Equal(["m.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("structure", "7-5-1", "N118")]
    [InlineData("structure", "99999999-99999999", "N118")]
    [InlineData("ranges", "0:1", "N118")]
    [InlineData("amplification", "NaN", "N118")]
    [InlineData("clip", "5:-5", "N118")]
    [InlineData("data-inputs", "3, 7", "N118")]
    [InlineData("activation", "tanh", "N118")]
    [InlineData("nano", "surrogate 2", "N118")]
    public void A_wrong_field_of_the_metadata_is_refused(string key, string text, string code)
    {
        var content = Safetensors.Read(SurrogateFile.ToBytes(Model()), "m");
        var bytes = Safetensors.ToBytes(content.Tensors, content.Metadata.SetItem(key, text));
        Refusal(code, bytes);
        Refusal(code, Safetensors.ToBytes(content.Tensors, content.Metadata.Remove("ranges")));
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_so() =>
        Assert.Equal("N109", Assert.Throws<NanoException>(() => SurrogateFile.Read("/nowhere/m.pt")).Diagnostic.Code);

    [Fact]
    public void The_description_says_all()
    {
        var text = string.Join('\n', SurrogateDescription.Of(Model()));
        Assert.Contains("7-5-5-1, relu, 76 parameters", text, StringComparison.Ordinal);
        Assert.Contains("channel 3: -3 to 0.5 V, data input", text, StringComparison.Ordinal);
        Assert.Contains("amplification: 39.5 nA/V", text, StringComparison.Ordinal);
        Assert.Contains("validation error: 1.75 nA", text, StringComparison.Ordinal);
        Assert.DoesNotContain("test error", text, StringComparison.Ordinal);
        Assert.Contains("note a: b?c", text, StringComparison.Ordinal);
    }

    internal static SurrogateModel Model()
    {
        var model = SurrogateFile.Read(TorchWriter.Zip(TorchWriter.Sample()), "m.pt");
        return model with
        {
            Clip = new Bounds(double.NegativeInfinity, 130.5),
            DataInputs = [2, 5],
            Origin = model.Origin with
            {
                TestError = double.NaN,
                TrainingRows = 123456789012,
                Device = "d",
                Notes = model.Origin.Notes.Add("a", "b\nc").Add("Ω", "\"µ\""),
            },
        };
    }

    internal static void AssertSame(SurrogateModel expected, SurrogateModel actual)
    {
        Assert.Equal(expected.Network.Widths.AsEnumerable(), actual.Network.Widths);
        for (var layer = 0; layer < expected.Network.Layers; layer++)
        {
            Assert.Equal(expected.Network.Weights[layer], actual.Network.Weights[layer]);
            Assert.Equal(expected.Network.Biases[layer], actual.Network.Biases[layer]);
        }
        Assert.Equal(expected.Ranges.AsEnumerable(), actual.Ranges);
        Assert.Equal((expected.Amplification, expected.Clip), (actual.Amplification, actual.Clip));
        Assert.Equal(expected.DataInputs.AsEnumerable(), actual.DataInputs);
        Assert.Equal(expected.Origin.Notes, actual.Origin.Notes);
        var noNotes = ImmutableSortedDictionary<string, string>.Empty;
        Assert.Equal(expected.Origin with { Notes = noNotes }, actual.Origin with { Notes = noNotes });
    }

    private static string Refusal(string code, byte[] bytes)
    {
        var refusal = Assert.Throws<NanoException>(() => SurrogateFile.Read(bytes, "m.pt")).Diagnostic;
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }

    private static (int, double, double, double) Errors(SurrogateOrigin origin) =>
        (origin.BestEpoch, origin.TrainingError, origin.ValidationError, origin.TestError);

    private static void Module(PickleWriter pickle)
    {
        pickle.Global("torch.nn.modules.container", "Sequential").Ascii(")").Raw(0x81).Ascii("}(");
        pickle.Value("_parameters").Value(new Dictionary<string, object?>()).Value("_modules").Ascii("}(").Value("0");
        Linear(pickle, TorchTensor.Of("0", new float[14], 2, 7), TorchTensor.Of("1", new float[2], 2));
        pickle.Value("2");
        Linear(pickle, TorchTensor.Of("2", new float[2], 1, 2), TorchTensor.Of("3", new float[1], 1));
        pickle.Ascii("uub");
    }

    private static void Linear(PickleWriter pickle, TorchTensor weight, TorchTensor bias)
    {
        pickle.Global("torch.nn.modules.linear", "Linear").Ascii(")").Raw(0x81).Ascii("}(");
        pickle.Value("_parameters").Ascii("}(");
        pickle.Value("weight").Global("torch._utils", "_rebuild_parameter").Ascii("(").Value(weight).Ascii("tR");
        pickle.Value("bias").Global("torch._utils", "_rebuild_parameter").Ascii("(").Value(bias).Ascii("tR");
        pickle.Ascii("uub");
    }
}
