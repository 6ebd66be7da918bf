using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>How problems, dependencies and money stand in an image.</summary>
internal static class ParkImage
{
    public static void Write(ImageWriter to, ProblemNote note) =>
        to.Text(note.Cause).Text(note.Code).Text(note.Text).Text(note.Remedy).Number(note.NeedsPerson ? 1 : 0);

    public static ProblemNote Note(ref ImageReader from) =>
        new(from.Text(), from.Text(), from.Text(), from.Text(), from.Count() == 1);

    public static void Write(ImageWriter to, Dependency dependency) =>
        to.Number((int)dependency.Kind).Text(dependency.Scope).Text(dependency.Value);

    public static Dependency Dependency(ref ImageReader from) =>
        new((DependencyKind)from.Count(), from.Text(), from.Text());

    public static void Write(ImageWriter to, Money? money)
    {
        to.Number(money is null ? 0 : 1);
        if (money is not null)
        {
            to.Amount(money.Amount).Text(money.Currency);
        }
    }

    public static Money? Money(ref ImageReader from) =>
        from.Count() == 0 ? null : new Money(from.Amount(), from.Text());
}
