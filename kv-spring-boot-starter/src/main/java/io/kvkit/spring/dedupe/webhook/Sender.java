package io.kvkit.spring.dedupe.webhook;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.store.MicroClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What kvkit knows about a kind of sender.
 *
 * @param ids finds the ids of its events
 * @param scheme how it signs them; null if it does not
 */
public record Sender(EventIds ids, @Nullable SignatureScheme scheme) {

    private static final StandardScheme STANDARD = new StandardScheme(List.of("webhook-"));
    private static final StandardScheme SVIX = new StandardScheme(List.of("svix-", "webhook-"));

    /** Returns what is known of a preset; null if it is not one of senders over HTTP. */
    public static @Nullable Sender of(Preset preset) {
        return switch (preset) {
            case STRIPE -> new Sender(new MemberIds("id"), new StripeScheme());
            case GITHUB -> new Sender(new HeaderIds(List.of("X-GitHub-Delivery")), new GitHubScheme());
            case STANDARD_WEBHOOKS -> new Sender(new HeaderIds(STANDARD.ids()), STANDARD);
            case SVIX -> new Sender(new HeaderIds(SVIX.ids()), SVIX);
            case SHOPIFY -> new Sender(new HeaderIds(List.of("X-Shopify-Webhook-Id")), new ShopifyScheme());
            case SLACK -> new Sender(new SlackIds(), new SlackScheme());
            case CLOUDEVENTS -> new Sender(new CloudEventIds(), null);
            case DEFAULT, HEADER, KAFKA_KEY, CONTENT -> null;
        };
    }

    /** Returns whether the sender signs its events. */
    public boolean signs() {
        return scheme != null;
    }

    /**
     * Returns the check of signatures by one of several secrets.
     *
     * @throws IllegalArgumentException if a secret has the wrong form; the message does not contain it
     */
    public EventSignatures signatures(List<String> secrets, MicroClock clock) {
        SignatureScheme signing = scheme;
        if (signing == null) {
            throw new IllegalStateException("The sender does not sign");
        }
        return new EventSignatures(signing, secrets.stream().map(signing::key).toList(), clock);
    }
}
