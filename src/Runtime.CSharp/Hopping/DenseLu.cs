using System.Runtime.CompilerServices;

namespace Nano.Runtime.Hopping;

/// <summary>
/// LU factors of a square matrix with partial pivoting (the first of equal pivots), in panels of eight columns.
/// Every element is a chain of fused multiply-adds in ascending order of the inner index, whatever the vector width.
/// </summary>
/// <remarks>
/// The multipliers are kept negated, so that all updates are additions. The size is a multiple of eight: pad the
/// matrix with rows of the identity.
/// </remarks>
internal sealed unsafe class DenseLu<T>
    where T : unmanaged, ILanes<T>
{
    private const int Width = 8;

    private readonly int size;
    private readonly int[] rowOf;
    private readonly AlignedBuffer elements;
    private readonly AlignedBuffer inverseDiagonal;
    private readonly AlignedBuffer work;
    private readonly AlignedBuffer block = new(Width * Width);

    public DenseLu(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % Width, 0);
        this.size = size;
        rowOf = new int[size];
        elements = new AlignedBuffer(size * size);
        inverseDiagonal = new AlignedBuffer(size);
        work = new AlignedBuffer(size);
    }

    /// <summary>Row-major, to be filled before <see cref="Factor"/>, which overwrites it.</summary>
    public double* Elements => elements.Pointer;

    /// <summary>False where a pivot is zero or not a number.</summary>
    public bool Factor()
    {
        for (var i = 0; i < size; i++)
            rowOf[i] = i;
        for (var panel = 0; panel < size; panel += Width)
        {
            if (!FactorPanel(panel))
                return false;
            var columns = size - panel - Width;
            if (columns == 0)
                continue;
            FinishUpperRows(panel);
            UpdateTrailing(panel);
        }
        return true;
    }

    /// <summary>x = A⁻¹ b; both may be the same.</summary>
    public void Solve(double* b, double* x)
    {
        var y = work.Pointer;
        for (var i = 0; i < size; i++)
            y[i] = b[rowOf[i]];
        for (var first = 0; first < size; first += Width)
        {
            Products(first, 0, first, y);
            var sums = block.Pointer;
            for (var r = 0; r < Width; r++)
            {
                var row = elements.Pointer + (first + r) * size + first;
                var value = y[first + r] + sums[r];
                for (var s = 0; s < r; s++)
                    value = Math.FusedMultiplyAdd(row[s], y[first + s], value);
                y[first + r] = value;
            }
        }
        for (var first = size - Width; first >= 0; first -= Width)
        {
            Products(first, first + Width, size, y);
            var sums = block.Pointer;
            for (var r = Width - 1; r >= 0; r--)
            {
                var row = elements.Pointer + (first + r) * size + first;
                var value = y[first + r] - sums[r];
                for (var s = Width - 1; s > r; s--)
                    value = Math.FusedMultiplyAdd(-row[s], y[first + s], value);
                y[first + r] = value * inverseDiagonal.Pointer[first + r];
            }
        }
        for (var i = 0; i < size; i++)
            x[i] = y[i];
    }

    /// <summary>x = A⁻ᵀ b; both may be the same.</summary>
    public void SolveTransposed(double* b, double* x)
    {
        var y = work.Pointer;
        for (var i = 0; i < size; i++)
            y[i] = b[i];
        for (var i = 0; i < size; i++)
        {
            var value = y[i] * inverseDiagonal.Pointer[i];
            y[i] = value;
            var row = elements.Pointer + i * size;
            for (var j = i + 1; j < size; j++)
                y[j] = Math.FusedMultiplyAdd(-row[j], value, y[j]);
        }
        for (var i = size - 1; i > 0; i--)
        {
            var row = elements.Pointer + i * size;
            var value = y[i];
            for (var j = 0; j < i; j++)
                y[j] = Math.FusedMultiplyAdd(row[j], value, y[j]);
        }
        for (var i = 0; i < size; i++)
            x[rowOf[i]] = y[i];
    }

    /// <summary>For the eight rows from <paramref name="first"/>, the sum over columns low..high−1 of a·y.</summary>
    private void Products(int first, int low, int high, double* y)
    {
        var row = elements.Pointer + first * size;
        var (a, b, c, d) = (T.All(0), T.All(0), T.All(0), T.All(0));
        var (e, f, g, h) = (T.All(0), T.All(0), T.All(0), T.All(0));
        for (var j = low; j < high; j += Width)
        {
            var part = T.Load(y + j);
            a = T.Fused(T.Load(row + j), part, a);
            b = T.Fused(T.Load(row + size + j), part, b);
            c = T.Fused(T.Load(row + 2 * size + j), part, c);
            d = T.Fused(T.Load(row + 3 * size + j), part, d);
            e = T.Fused(T.Load(row + 4 * size + j), part, e);
            f = T.Fused(T.Load(row + 5 * size + j), part, f);
            g = T.Fused(T.Load(row + 6 * size + j), part, g);
            h = T.Fused(T.Load(row + 7 * size + j), part, h);
        }
        var sums = block.Pointer;
        sums[0] = T.Sum(a);
        sums[1] = T.Sum(b);
        sums[2] = T.Sum(c);
        sums[3] = T.Sum(d);
        sums[4] = T.Sum(e);
        sums[5] = T.Sum(f);
        sums[6] = T.Sum(g);
        sums[7] = T.Sum(h);
    }

    private bool FactorPanel(int panel)
    {
        var a = elements.Pointer;
        var masked = block.Pointer;
        for (var step = 0; step < Width; step++)
        {
            var column = panel + step;
            var pivot = column;
            var largest = Math.Abs(a[column * size + column]);
            for (var r = column + 1; r < size; r++)
            {
                var candidate = Math.Abs(a[r * size + column]);
                if (candidate > largest)
                    (largest, pivot) = (candidate, r);
            }
            if (!(largest > 0) || double.IsInfinity(largest))
                return false;
            if (pivot != column)
                SwapRows(pivot, column);
            var inverse = 1 / a[column * size + column];
            inverseDiagonal.Pointer[column] = inverse;
            for (var s = 0; s < Width; s++)
                masked[s] = s > step ? a[column * size + panel + s] : 0;
            var pivotRow = T.Load(masked);
            for (var r = column + 1; r < size; r++)
            {
                var row = a + r * size + panel;
                var multiplier = -row[step] * inverse;
                T.Store(row, T.Fused(T.All(multiplier), pivotRow, T.Load(row)));
                row[step] = multiplier;
            }
        }
        return true;
    }

    private void SwapRows(int one, int other)
    {
        (rowOf[one], rowOf[other]) = (rowOf[other], rowOf[one]);
        var p = elements.Pointer + one * size;
        var q = elements.Pointer + other * size;
        for (var j = 0; j < size; j += Width)
        {
            var kept = T.Load(p + j);
            T.Store(p + j, T.Load(q + j));
            T.Store(q + j, kept);
        }
    }

    /// <summary>The panel's own rows, right of the panel.</summary>
    private void FinishUpperRows(int panel)
    {
        var top = elements.Pointer + panel * size;
        for (var r = 1; r < Width; r++)
        {
            var row = top + r * size;
            for (var j = panel + Width; j < size; j += Width)
            {
                var value = T.Load(row + j);
                for (var s = 0; s < r; s++)
                    value = T.Fused(T.All(row[panel + s]), T.Load(top + s * size + j), value);
                T.Store(row + j, value);
            }
        }
    }

    private void UpdateTrailing(int panel)
    {
        var top = elements.Pointer + panel * size;
        for (var r = panel + Width; r < size; r += 4)
        {
            var row = elements.Pointer + r * size;
            var j = panel + Width;
            for (; j + Width < size; j += 2 * Width)
                UpdateFourByTwo(row, row + panel, top + j, j);
            if (j < size)
                UpdateFour(row, row + panel, top + j, j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UpdateFourByTwo(double* row, double* multipliers, double* upper, int j)
    {
        var (a, b) = (T.Load(row + j), T.Load(row + j + Width));
        var (c, d) = (T.Load(row + size + j), T.Load(row + size + j + Width));
        var (e, f) = (T.Load(row + 2 * size + j), T.Load(row + 2 * size + j + Width));
        var (g, h) = (T.Load(row + 3 * size + j), T.Load(row + 3 * size + j + Width));
        for (var s = 0; s < Width; s++)
        {
            var (near, far) = (T.Load(upper + s * size), T.Load(upper + s * size + Width));
            var multiplier = T.All(multipliers[s]);
            a = T.Fused(multiplier, near, a);
            b = T.Fused(multiplier, far, b);
            multiplier = T.All(multipliers[size + s]);
            c = T.Fused(multiplier, near, c);
            d = T.Fused(multiplier, far, d);
            multiplier = T.All(multipliers[2 * size + s]);
            e = T.Fused(multiplier, near, e);
            f = T.Fused(multiplier, far, f);
            multiplier = T.All(multipliers[3 * size + s]);
            g = T.Fused(multiplier, near, g);
            h = T.Fused(multiplier, far, h);
        }
        T.Store(row + j, a);
        T.Store(row + j + Width, b);
        T.Store(row + size + j, c);
        T.Store(row + size + j + Width, d);
        T.Store(row + 2 * size + j, e);
        T.Store(row + 2 * size + j + Width, f);
        T.Store(row + 3 * size + j, g);
        T.Store(row + 3 * size + j + Width, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void UpdateFour(double* row, double* multipliers, double* upper, int j)
    {
        var (a, b) = (T.Load(row + j), T.Load(row + size + j));
        var (c, d) = (T.Load(row + 2 * size + j), T.Load(row + 3 * size + j));
        for (var s = 0; s < Width; s++)
        {
            var near = T.Load(upper + s * size);
            a = T.Fused(T.All(multipliers[s]), near, a);
            b = T.Fused(T.All(multipliers[size + s]), near, b);
            c = T.Fused(T.All(multipliers[2 * size + s]), near, c);
            d = T.Fused(T.All(multipliers[3 * size + s]), near, d);
        }
        T.Store(row + j, a);
        T.Store(row + size + j, b);
        T.Store(row + 2 * size + j, c);
        T.Store(row + 3 * size + j, d);
    }
}
