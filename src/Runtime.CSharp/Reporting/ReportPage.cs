using System.Collections.Immutable;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting;

/// <summary>What a report says, before it is HTML. All texts are plain: escaping is the writer's work.</summary>
/// <param name="Headline">The result in one sentence.</param>
/// <param name="Notes">Further sentences under the headline.</param>
/// <param name="Warnings">Sentences that must not be overlooked.</param>
public sealed record ReportPage(
    string Title,
    string Headline,
    ImmutableArray<string> Notes,
    ImmutableArray<string> Warnings,
    ImmutableArray<KeyFigure> KeyFigures,
    ImmutableArray<ReportSection> Sections
)
{
    /// <summary>Every figure, in the order of the page.</summary>
    public IEnumerable<FigureBlock> Figures => Sections.SelectMany(section => section.Blocks).SelectMany(Within);

    private static IEnumerable<FigureBlock> Within(ReportBlock block) =>
        block switch
        {
            FigureBlock figure => [figure],
            PairBlock pair => pair.Blocks.SelectMany(Within),
            DetailsBlock details => details.Blocks.SelectMany(Within),
            _ => [],
        };
}

/// <summary>A number that stands large at the top, and what it is.</summary>
public sealed record KeyFigure(string Value, string Label);

public sealed record ReportSection(string Title, ImmutableArray<ReportBlock> Blocks);

/// <summary>A piece of a section.</summary>
public abstract record ReportBlock;

public sealed record ParagraphBlock(string Text) : ReportBlock;

/// <summary>Preformatted text, such as a command.</summary>
public sealed record CodeBlock(string Text) : ReportBlock;

public sealed record TableBlock(
    string Caption,
    ImmutableArray<TableColumn> Columns,
    ImmutableArray<ImmutableArray<TableCell>> Rows
) : ReportBlock;

/// <summary>A column; numbers stand to the right, and only long texts may take several lines.</summary>
public sealed record TableColumn(string Title, bool Numeric = false, bool Wrap = false);

/// <summary>A cell; a flagged one is coloured, and its text says why.</summary>
public sealed record TableCell(string Text, bool Flagged = false)
{
    public static implicit operator TableCell(string text) => new(text);

    public static TableCell FromString(string text) => new(text);
}

/// <summary>A figure, the sentence below it, and its numbers.</summary>
public sealed record FigureBlock(PlotFigure Plot, string Caption, CsvText Data) : ReportBlock;

/// <summary>Blocks that stand side by side where the screen is wide enough.</summary>
public sealed record PairBlock(ImmutableArray<ReportBlock> Blocks) : ReportBlock;

/// <summary>Blocks that can be folded away.</summary>
public sealed record DetailsBlock(string Summary, bool Open, ImmutableArray<ReportBlock> Blocks) : ReportBlock;
