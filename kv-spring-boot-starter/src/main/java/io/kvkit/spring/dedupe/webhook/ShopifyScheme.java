package io.kvkit.spring.dedupe.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The signatures of Shopify: {@code X-Shopify-Hmac-Sha256} with Base64, over the body. */
record ShopifyScheme() implements SignatureScheme {

    @Override
    public SigningKey key(String secret) {
        return new SigningKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Signature read(SentEvent event) {
        String text = SignatureHeaders.only(event, "X-Shopify-Hmac-Sha256");
        return new Signature("", Signature.Encoding.BASE64, List.of(text), null);
    }
}
