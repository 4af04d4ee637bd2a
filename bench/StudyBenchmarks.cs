using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nano.Bench;

/// <summary>The whole default study through the command line, from the built program to the report.</summary>
public static class StudyBenchmarks
{
    public static IEnumerable<Benchmark> All() =>
        [
            new("vc-dimension/default/2-cores", "s", 60, measure => Median(measure, run => run.Seconds))
            {
                HigherIsBetter = false,
                Cores = 2,
            },
            new("vc-dimension/default/memory", "MB", 500, measure => Median(measure, run => run.Megabytes))
            {
                HigherIsBetter = false,
            },
        ];

    private static double Median(Measure measure, Func<(double Seconds, double Megabytes), double> figure)
    {
        var values = new double[measure.Quick ? 1 : 3];
        for (var i = 0; i < values.Length; i++)
            values[i] = figure(Run());
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static (double Seconds, double Megabytes) Run()
    {
        var root = Root();
        var output = Directory.CreateTempSubdirectory("nano-bench-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet")
            {
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] words = ["run", "experiments/vc-dimension.yaml", "--quiet", "--threads", "2", "--out", output];
            start.ArgumentList.Add(Path.Combine(root, "artifacts", "bin", "nano", "release", "nano.dll"));
            foreach (var word in words)
                start.ArgumentList.Add(word);
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var peak = 0L;
            while (!process.WaitForExit(20))
            {
                process.Refresh();
                peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
            }
            var seconds = watch.Elapsed.TotalSeconds;
            if (process.ExitCode != 0)
                throw new InvalidOperationException(
                    $"the study ended with {process.ExitCode}: {text.Result}{errors.Result}"
                );
            return (seconds, peak / 1e6);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));
}
