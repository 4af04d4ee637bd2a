namespace Nano.Runtime.Networks;

/// <summary>Working memory waiting to be used again: as many pieces as calls have run at once, up to a small number.</summary>
internal sealed class ScratchShelf(DenseLayout layout)
{
    private readonly BlockScratch?[] shelf = new BlockScratch?[32];

    public BlockScratch Take()
    {
        for (var i = 0; i < shelf.Length; i++)
            if (shelf[i] is not null && Interlocked.Exchange(ref shelf[i], null) is { } found)
                return found;
        return new BlockScratch(layout);
    }

    public void GiveBack(BlockScratch scratch)
    {
        for (var i = 0; i < shelf.Length; i++)
            if (shelf[i] is null && Interlocked.CompareExchange(ref shelf[i], scratch, null) is null)
                return;
    }
}
