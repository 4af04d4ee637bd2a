using System.Text.Json;
using Nano.Bench;

// Every group of benchmarks, one file each; a new group is one more line.
Benchmark[] all =
[
    .. DenseBenchmarks.All(),
    .. SearchBenchmarks.All(),
    .. HoppingBenchmarks.All(),
    .. StudyBenchmarks.All(),
];

if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
var chosen = Array.FindAll(all, benchmark => options.Wants(benchmark.Name));
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"no benchmark matches '{options.Only}'; there are:");
    foreach (var benchmark in all)
        Console.Error.WriteLine("  " + benchmark.Name);
    return 2;
}
if (!options.Json)
    foreach (var line in Machine.Header())
        Console.WriteLine("# " + line);
var good = true;
foreach (var benchmark in chosen)
{
    var value = benchmark.Run(new Measure(options.Quick));
    var ok =
        benchmark.Floor is not { } floor
        || Environment.ProcessorCount < benchmark.Cores
        || (benchmark.HigherIsBetter ? value >= floor : value <= floor);
    good &= ok;
    Console.WriteLine(
        JsonSerializer.Serialize(
            new
            {
                name = benchmark.Name,
                value,
                unit = benchmark.Unit,
                floor = benchmark.Floor,
                ok,
            }
        )
    );
}
return good ? 0 : 1;
