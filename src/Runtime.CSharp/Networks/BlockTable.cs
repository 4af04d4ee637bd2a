using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>Moves rows of a table into the [features][64 samples] form of a block and back.</summary>
internal static unsafe class BlockTable
{
    private const int Samples = BlockScratch.Samples;

    /// <summary>The first rows of a table; samples behind them, up to columns, become 0.</summary>
    public static void Load(float* table, int width, int rows, float* block, int columns)
    {
        for (nint row = 0; row < rows; row++)
        for (nint feature = 0; feature < width; feature++)
            block[feature * Samples + row] = table[row * width + feature];
        ClearBehind(block, width, rows, columns);
    }

    /// <summary>Chosen rows of a table, which may lie far apart and outside the caches.</summary>
    public static void Gather(float* table, int width, int* rows, int count, float* block, int columns)
    {
        for (nint i = 0; i < count; i++)
        {
            var row = table + (nint)rows[i] * width;
            Prefetch.Near(row);
            Prefetch.Near(row + width - 1);
        }
        for (nint i = 0; i < count; i++)
        {
            var row = table + (nint)rows[i] * width;
            for (nint feature = 0; feature < width; feature++)
                block[feature * Samples + i] = row[feature];
        }
        ClearBehind(block, width, count, columns);
    }

    public static void Store(float* block, int width, int rows, float* table)
    {
        for (nint row = 0; row < rows; row++)
        for (nint feature = 0; feature < width; feature++)
            table[row * width + feature] = block[feature * Samples + row];
    }

    private static void ClearBehind(float* block, int width, int rows, int columns)
    {
        if (rows < columns)
            for (var feature = 0; feature < width; feature++)
                new Span<float>(block + feature * Samples + rows, columns - rows).Clear();
    }
}
