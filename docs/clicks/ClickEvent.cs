namespace NeuralNet.ClickService;

/// <summary>An advert that was shown, and whether it was clicked.</summary>
internal sealed record ClickEvent(string Page, string Advert, string Device, float Price, float Scrolled, bool Clicked)
    : Visit(Page, Advert, Device, Price, Scrolled);
