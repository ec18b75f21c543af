package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of a test of SQLPage for the signatures of Shopify, see https://github.com/sqlpage/SQLPage. */
class ShopifySignatureTest extends SignatureContract {

    private static final String HEADER = "X-Shopify-Hmac-SHA256";
    private static final String BASE64 = "QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw=";

    ShopifySignatureTest() {
        super(
                Preset.SHOPIFY,
                "test-webhook-secret",
                0,
                HEADER,
                TestEvent.of("{\"id\":1234567890,\"email\":\"customer@example.com\",\"total_price\":\"123.45\"}")
                        .with(HEADER, BASE64));
    }

    @Override
    protected String otherSecret() {
        return "another";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw",
                "QNyObTlKbMx2qDlPF_ZOZcBqg5OgPg-2oky3zldc0Gw=",
                "40dc8e6d394a6ccc76a8394f17f64e65c06a8393a03e0fb6a24cb7ce575cd06c"
            })
    void otherEncodingIsWrong(String value) {
        assertThat(refusal(published.with(HEADER, value))).isEqualTo(Reason.WRONG);
    }
}
