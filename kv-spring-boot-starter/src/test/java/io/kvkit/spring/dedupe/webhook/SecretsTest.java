package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.DedupeEvent.Preset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the secrets of senders look like. */
class SecretsTest {

    private static void use(Preset preset, String secret) {
        Objects.requireNonNull(Sender.of(preset)).signatures(List.of(secret), () -> 0);
    }

    @ParameterizedTest
    @CsvSource({
        "STRIPE, sk_live_4242424242",
        "STRIPE, whsec_",
        "STRIPE, WHSEC_4242424242",
        "STANDARD_WEBHOOKS, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "STANDARD_WEBHOOKS, whsec_",
        "STANDARD_WEBHOOKS, whsec_c2hvcnQ=",
        "STANDARD_WEBHOOKS, whsec_this-is-not-base64-at-all!",
        "STANDARD_WEBHOOKS, whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "SVIX, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*"
    })
    void otherFormIsRefusedAndNotShown(Preset preset, String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> use(preset, secret))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains("whsec_")
                        .doesNotContain(secret.replace("whsec_", "").isEmpty() ? "?" : secret.replace("whsec_", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "STRIPE, whsec_x",
        "GITHUB, any text",
        "SHOPIFY, shpss_4242",
        "SLACK, 8f742231b10e8888abcd99yyyzzz85a5",
        "STANDARD_WEBHOOKS, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "SVIX, whsec_AAAAAAAAAAAAAAAAAAAAAA=="
    })
    void rightFormIsAccepted(Preset preset, String secret) {
        assertThatNoException().isThrownBy(() -> use(preset, secret));
    }
}
