package io.kvkit.spring.integration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs events as their senders do, independently of the code that verifies them. */
final class Signing {

    static final String STRIPE = "whsec_stripe";
    static final String GITHUB = "a secret, with a comma";
    static final String STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String SHOPIFY = "shpss_new";
    static final String SLACK = "8f742231b10e8888abcd99yyyzzz85a5";

    private final Http http;
    private final String id;
    private final long sentAt;

    Signing(Http http, String id) {
        this(http, id, Instant.now().getEpochSecond());
    }

    private Signing(Http http, String id, long sentAt) {
        this.http = http;
        this.id = id;
        this.sentAt = sentAt;
    }

    /** The same, some seconds later, or earlier if that is negative. */
    Signing later(long seconds) {
        return new Signing(http, id, sentAt + seconds);
    }

    /** An event of a sender, by the name of its preset in lower case. */
    Http.Call event(String sender) {
        String body = "{\"id\":\"" + id + "\",\"type\":\"event_callback\",\"event_id\":\"" + id + "\"}";
        return event(sender, body, body);
    }

    /** An event with another body than the one that is signed. */
    Http.Call event(String sender, String body, String signed) {
        Http.Call call = http.post("/webhooks/" + sender).json(body);
        return switch (sender) {
            case "stripe" ->
                call.header("Stripe-Signature", "t=" + sentAt + ",v1=" + hex(STRIPE, sentAt + "." + signed));
            case "github" -> github(call, signed.getBytes(StandardCharsets.UTF_8));
            case "standard" -> standard(call, "webhook-", signed);
            case "svix" -> standard(call, "svix-", signed);
            case "shopify" ->
                call.header("X-Shopify-Webhook-Id", id)
                        .header("X-Shopify-Hmac-Sha256", base64(SHOPIFY.getBytes(StandardCharsets.UTF_8), signed));
            case "slack" -> slack(call, signed);
            default -> throw new IllegalArgumentException(sender);
        };
    }

    Http.Call github(Http.Call call, byte[] signed) {
        return call.header("X-GitHub-Delivery", id)
                .header(
                        "X-Hub-Signature-256",
                        "sha256=" + HexFormat.of().formatHex(hmac(GITHUB.getBytes(StandardCharsets.UTF_8), signed)));
    }

    Http.Call slack(Http.Call call, String signed) {
        return call.header("X-Slack-Request-Timestamp", "" + sentAt)
                .header("X-Slack-Signature", "v0=" + hex(SLACK, "v0:" + sentAt + ":" + signed));
    }

    private Http.Call standard(Http.Call call, String prefix, String signed) {
        byte[] key = Base64.getDecoder().decode(STANDARD.substring("whsec_".length()));
        return call.header(prefix + "id", id)
                .header(prefix + "timestamp", "" + sentAt)
                .header(prefix + "signature", "v1,bad v1," + base64(key, id + "." + sentAt + "." + signed));
    }

    private static String hex(String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(hmac(key.getBytes(StandardCharsets.UTF_8), bytes));
    }

    private static String base64(byte[] key, String text) {
        return Base64.getEncoder().encodeToString(hmac(key, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
