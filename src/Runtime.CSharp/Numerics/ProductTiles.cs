using System.Runtime.CompilerServices;

namespace Nano.Runtime.Numerics;

/// <summary>
/// Register tiles of a <see cref="Product"/>: six rows (24 sums in AVX-512, 12 in AVX2: as many as the register
/// file holds beside the operands), or two rows and one for what remains.
/// </summary>
internal static unsafe class ProductTiles
{
    /// <summary>All rows of C, columns from <paramref name="column"/> over the width of a row.</summary>
    public static void Strip<TRow>(in Product product, nint column)
        where TRow : unmanaged, IRow<TRow>
    {
        var row = 0;
        for (; row + 6 <= product.Rows; row += 6)
            Six<TRow>(product, row, column);
        for (; row + 2 <= product.Rows; row += 2)
            Two<TRow>(product, row, column);
        if (row < product.Rows)
            One<TRow>(product, row, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six<TRow>(in Product product, nint row, nint column)
        where TRow : unmanaged, IRow<TRow>
    {
        var aRow = product.ARow;
        var aStep = product.AStep;
        var bRow = product.BRow;
        var cRow = product.CRow;
        var a = product.A + row * aRow;
        var b = product.B + column;
        var c = product.C + row * cRow + column;
        TRow r0;
        TRow r1;
        TRow r2;
        TRow r3;
        TRow r4;
        TRow r5;
        if (product.Start == ProductStart.Bias)
        {
            var bias = product.Bias + row * product.BiasRow;
            r0 = TRow.Broadcast(*bias);
            r1 = TRow.Broadcast(bias[product.BiasRow]);
            r2 = TRow.Broadcast(bias[2 * product.BiasRow]);
            r3 = TRow.Broadcast(bias[3 * product.BiasRow]);
            r4 = TRow.Broadcast(bias[4 * product.BiasRow]);
            r5 = TRow.Broadcast(bias[5 * product.BiasRow]);
        }
        else if (product.Start == ProductStart.Result)
        {
            r0 = TRow.Load(c);
            r1 = TRow.Load(c + cRow);
            r2 = TRow.Load(c + 2 * cRow);
            r3 = TRow.Load(c + 3 * cRow);
            r4 = TRow.Load(c + 4 * cRow);
            r5 = TRow.Load(c + 5 * cRow);
        }
        else
        {
            r0 = TRow.Broadcast(0);
            r1 = TRow.Broadcast(0);
            r2 = TRow.Broadcast(0);
            r3 = TRow.Broadcast(0);
            r4 = TRow.Broadcast(0);
            r5 = TRow.Broadcast(0);
        }
        var far = a + 3 * aRow;
        for (var k = product.Inner; k > 0; k--)
        {
            var x = TRow.Load(b);
            r0 = TRow.MultiplyAdd(*a, x, r0);
            r1 = TRow.MultiplyAdd(a[aRow], x, r1);
            r2 = TRow.MultiplyAdd(a[2 * aRow], x, r2);
            r3 = TRow.MultiplyAdd(*far, x, r3);
            r4 = TRow.MultiplyAdd(far[aRow], x, r4);
            r5 = TRow.MultiplyAdd(far[2 * aRow], x, r5);
            a += aStep;
            far += aStep;
            b += bRow;
        }
        if (product.Finish == ProductFinish.Relu)
        {
            r0 = TRow.Relu(r0);
            r1 = TRow.Relu(r1);
            r2 = TRow.Relu(r2);
            r3 = TRow.Relu(r3);
            r4 = TRow.Relu(r4);
            r5 = TRow.Relu(r5);
        }
        else if (product.Finish == ProductFinish.Mask)
        {
            var mask = product.Mask + row * cRow + column;
            r0 = TRow.Where(TRow.Load(mask), r0);
            r1 = TRow.Where(TRow.Load(mask + cRow), r1);
            r2 = TRow.Where(TRow.Load(mask + 2 * cRow), r2);
            r3 = TRow.Where(TRow.Load(mask + 3 * cRow), r3);
            r4 = TRow.Where(TRow.Load(mask + 4 * cRow), r4);
            r5 = TRow.Where(TRow.Load(mask + 5 * cRow), r5);
        }
        TRow.Store(r0, c);
        TRow.Store(r1, c + cRow);
        TRow.Store(r2, c + 2 * cRow);
        TRow.Store(r3, c + 3 * cRow);
        TRow.Store(r4, c + 4 * cRow);
        TRow.Store(r5, c + 5 * cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<TRow>(in Product product, nint row, nint column)
        where TRow : unmanaged, IRow<TRow>
    {
        var a = product.A + row * product.ARow;
        var b = product.B + column;
        var c = product.C + row * product.CRow + column;
        var d = c + product.CRow;
        var (r0, r1) = product.Start switch
        {
            ProductStart.Bias => (
                TRow.Broadcast(product.Bias[row * product.BiasRow]),
                TRow.Broadcast(product.Bias[(row + 1) * product.BiasRow])
            ),
            ProductStart.Result => (TRow.Load(c), TRow.Load(d)),
            _ => (TRow.Broadcast(0), TRow.Broadcast(0)),
        };
        var aRow = product.ARow;
        var aStep = product.AStep;
        var bRow = product.BRow;
        for (var k = product.Inner; k > 0; k--)
        {
            var x = TRow.Load(b);
            r0 = TRow.MultiplyAdd(*a, x, r0);
            r1 = TRow.MultiplyAdd(a[aRow], x, r1);
            a += aStep;
            b += bRow;
        }
        if (product.Finish == ProductFinish.Relu)
        {
            r0 = TRow.Relu(r0);
            r1 = TRow.Relu(r1);
        }
        else if (product.Finish == ProductFinish.Mask)
        {
            var mask = product.Mask + row * product.CRow + column;
            r0 = TRow.Where(TRow.Load(mask), r0);
            r1 = TRow.Where(TRow.Load(mask + product.CRow), r1);
        }
        TRow.Store(r0, c);
        TRow.Store(r1, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TRow>(in Product product, nint row, nint column)
        where TRow : unmanaged, IRow<TRow>
    {
        var a = product.A + row * product.ARow;
        var b = product.B + column;
        var c = product.C + row * product.CRow + column;
        var sum = product.Start switch
        {
            ProductStart.Bias => TRow.Broadcast(product.Bias[row * product.BiasRow]),
            ProductStart.Result => TRow.Load(c),
            _ => TRow.Broadcast(0),
        };
        var aStep = product.AStep;
        var bRow = product.BRow;
        for (var k = product.Inner; k > 0; k--)
        {
            sum = TRow.MultiplyAdd(*a, TRow.Load(b), sum);
            a += aStep;
            b += bRow;
        }
        if (product.Finish == ProductFinish.Relu)
            sum = TRow.Relu(sum);
        else if (product.Finish == ProductFinish.Mask)
            sum = TRow.Where(TRow.Load(product.Mask + row * product.CRow + column), sum);
        TRow.Store(sum, c);
    }
}
