package io.kvkit.spring.dedupe.webhook;

import io.kvkit.spring.EventSignatureException;

/** How a sender signs its events, with HMAC-SHA256 and a shared secret. */
sealed interface SignatureScheme permits StripeScheme, GitHubScheme, ShopifyScheme, SlackScheme, StandardScheme {

    /**
     * Returns the key for a secret, as the sender shows it.
     *
     * @throws IllegalArgumentException if the sender has no such secrets; the message describes their form, without the
     *     secret
     */
    SigningKey key(String secret);

    /**
     * Reads what an event says about its signature.
     *
     * @throws EventSignatureException if it says nothing, or is not understood
     */
    Signature read(SentEvent event);
}
