using Nano.Runtime.Formats;
using Nano.Runtime.Running;
using Xunit;

namespace Nano.Runtime.Tests.Running;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nano-atomic-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_old_content_stays_until_the_new_one_is_whole()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.Write(path, "one");
        AtomicFile.Write(
            path,
            stream =>
            {
                stream.Write("tw"u8);
                stream.Flush();
                Assert.Equal("one", File.ReadAllText(path));
                stream.Write("o"u8);
            }
        );
        Assert.Equal("two", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_content_and_no_part()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.Write(path, "one");
        var refusal = Assert
            .Throws<NanoException>(() => AtomicFile.Write(path, _ => throw new IOException("No space left on device")))
            .Diagnostic;
        Assert.Equal("N601", refusal.Code);
        Assert.Contains("'a.txt' could not be written: No space left", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("one", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failure_of_the_writer_passes_and_leaves_no_part()
    {
        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(Path.Combine(folder, "a.txt"), _ => throw new InvalidOperationException("mine"))
        );
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_missing_folder_is_said_so() =>
        Assert.Equal(
            "N601",
            Assert.Throws<NanoException>(() => AtomicFile.Write(Path.Combine(folder, "no", "a"), "x")).Diagnostic.Code
        );

    [Fact]
    public void The_hash_of_a_file_is_sha_256()
    {
        var path = Path.Combine(folder, "a.txt");
        AtomicFile.Write(path, "abc");
        // FIPS 180-4, example of SHA-256.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", FileHash.Sha256(path));
        Assert.Equal("N109", Assert.Throws<NanoException>(() => FileHash.Sha256(folder + "/no")).Diagnostic.Code);
    }
}
