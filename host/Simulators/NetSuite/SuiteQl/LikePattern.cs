namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>LIKE: <c>%</c> stands for any text, <c>_</c> for one character.</summary>
internal static class LikePattern
{
    public static bool Matches(string text, string pattern)
    {
        int at = 0, place = 0, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (place < pattern.Length && pattern[place] == '%')
            {
                star = place++;
                resume = at;
            }
            else if (place < pattern.Length && (pattern[place] == '_' || pattern[place] == text[at]))
            {
                place++;
                at++;
            }
            else if (star >= 0)
            {
                place = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(place).TrimStart('%').IsEmpty;
    }
}
