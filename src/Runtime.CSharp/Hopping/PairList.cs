namespace Nano.Runtime.Hopping;

/// <summary>
/// The hops between acceptors, each pair once, as columns padded to whole vectors (with rate 0), and what an
/// evaluation leaves for each of them. Sums over a site's pairs run in ascending order of the pair.
/// </summary>
internal sealed unsafe class PairList
{
    private const int Width = 8;
    private const int Columns = 9;

    private readonly AlignedBuffer memory;
    private readonly int[] first;
    private readonly int[] second;
    private readonly int[] rowStart;
    private readonly Neighbour[] neighbours;
    private readonly int count;

    public PairList(HoppingDevice device)
    {
        count = device.Pairs.Length;
        Padded = (count + Width - 1) / Width * Width;
        memory = new AlignedBuffer(Columns * Padded);
        (first, second) = (new int[Padded], new int[Padded]);
        var rows = new List<Neighbour>[device.Sites];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = [];
        for (var n = 0; n < count; n++)
        {
            var (i, j, factor) = device.Pairs[n];
            (first[n], second[n]) = (i, j);
            Factor[n] = factor;
            rows[i].Add(new Neighbour(j, n, true));
            rows[j].Add(new Neighbour(i, n, false));
        }
        rowStart = new int[device.Sites + 1];
        for (var i = 0; i < rows.Length; i++)
            rowStart[i + 1] = rowStart[i] + rows[i].Count;
        neighbours = [.. rows.SelectMany(row => row)];
    }

    public int Padded { get; }

    /// <summary>b = e^{−2r/a}.</summary>
    public double* Factor => Column(0);

    /// <summary>E_j − E_i.</summary>
    public double* Difference => Column(1);

    public double* FirstOccupation => Column(2);

    public double* SecondOccupation => Column(3);

    /// <summary>Net flow from the second to the first.</summary>
    public double* Flow => Column(4);

    /// <summary>Total rate of the first site through this pair: −∂flow/∂p_i.</summary>
    public double* FirstRate => Column(5);

    /// <summary>Total rate of the second site: ∂flow/∂p_j.</summary>
    public double* SecondRate => Column(6);

    /// <summary>C = ∂flow/∂(E_j − E_i).</summary>
    public double* Slope => Column(7);

    public double* Coulomb => Column(8);

    public ReadOnlySpan<Neighbour> Row(int site) =>
        neighbours.AsSpan(rowStart[site], rowStart[site + 1] - rowStart[site]);

    public void SetCoulomb(double* matrix, int stride)
    {
        for (var n = 0; n < count; n++)
            Coulomb[n] = matrix[first[n] * stride + second[n]];
    }

    public void Gather(double* energy, double* occupation)
    {
        var difference = Difference;
        var one = FirstOccupation;
        var other = SecondOccupation;
        for (var n = 0; n < Padded; n++)
        {
            var (i, j) = (first[n], second[n]);
            difference[n] = energy[j] - energy[i];
            one[n] = occupation[i];
            other[n] = occupation[j];
        }
    }

    /// <summary>Adds the flows to the sites' net inflow, and the rates to their total rate.</summary>
    public void Scatter(double* inflow, double* exchange)
    {
        var flow = Flow;
        var firstRate = FirstRate;
        var secondRate = SecondRate;
        for (var n = 0; n < count; n++)
        {
            var (i, j) = (first[n], second[n]);
            inflow[i] += flow[n];
            inflow[j] -= flow[n];
            exchange[i] += firstRate[n];
            exchange[j] += secondRate[n];
        }
    }

    public void SumSlopes(double* sums, int sites)
    {
        new Span<double>(sums, sites).Clear();
        for (var n = 0; n < count; n++)
        {
            sums[first[n]] += Slope[n];
            sums[second[n]] += Slope[n];
        }
    }

    /// <summary>target_i += Σ_j C_ij (w_j − w_i).</summary>
    public void AddLaplacian(double* weight, double* target)
    {
        for (var n = 0; n < count; n++)
        {
            var (i, j) = (first[n], second[n]);
            var part = Slope[n] * (weight[j] - weight[i]);
            target[i] += part;
            target[j] -= part;
        }
    }

    private double* Column(int index) => memory.Pointer + index * Padded;
}

/// <summary>A hop of a site: to whom, by which pair, and whether the site is the pair's first.</summary>
internal readonly record struct Neighbour(int Other, int Pair, bool IsFirst);
