package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The values with which GitHub's documentation lets one test an implementation, see
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries.
 */
class GitHubSignatureTest extends SignatureContract {

    private static final String HEADER = "X-Hub-Signature-256";
    private static final String HEX = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    GitHubSignatureTest() {
        super(
                Preset.GITHUB,
                "It's a Secret to Everybody",
                0,
                HEADER,
                TestEvent.of("Hello, World!").with(HEADER, "sha256=" + HEX));
    }

    @Override
    protected String otherSecret() {
        return "another";
    }

    @ParameterizedTest
    @ValueSource(strings = {HEX, "sha1=" + HEX, "SHA256=" + HEX, "sha512=" + HEX, "=" + HEX})
    void otherPrefixIsMalformed(String value) {
        assertThat(refusal(published.with(HEADER, value))).isEqualTo(Reason.MALFORMED);
    }
}
