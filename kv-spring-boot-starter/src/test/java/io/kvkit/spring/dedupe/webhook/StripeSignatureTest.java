package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The secret and the event of the tests of Stripe's libraries, such as WebhookTest of stripe-java, at the time of the
 * example in https://docs.stripe.com/webhooks. Stripe publishes no signature for them: these come from {@code openssl dgst
 * -sha256 -hmac}.
 */
class StripeSignatureTest extends TimedSignatureContract {

    private static final String HEADER = "Stripe-Signature";
    private static final String TIME = "1492774577";
    private static final String HEX = "c2f890decbc5ede7c5060bb9a6d31e0626a4342bacb9aeae2adb1bcea72f9812";
    private static final String OF_THE_ROLLED_SECRET =
            "58a4723fa0114d50bc17d58cedd6d02c4769c2b1ca4bf2ebfcb369803f6d94a3";

    StripeSignatureTest() {
        super(
                Preset.STRIPE,
                "whsec_test_secret",
                Long.parseLong(TIME),
                HEADER,
                TestEvent.of("{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}")
                        .with(HEADER, header(TIME, HEX)));
    }

    private static String header(String time, String hex) {
        return "t=" + time + ",v1=" + hex;
    }

    @Override
    protected String otherSecret() {
        return "whsec_another";
    }

    @Override
    protected TestEvent withTime(String time) {
        return published.with(HEADER, header(time, HEX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1492774577,v1=bad,v1=" + HEX,
                "t=1492774577,v1=" + HEX + ",v1=bad",
                "t=1492774577,v1=" + OF_THE_ROLLED_SECRET + ",v1=" + HEX,
                "t=1492774577,v1=" + HEX + ",v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39",
                "v1=" + HEX + ",t=1492774577",
                "t=1492774577, v1=" + HEX
            })
    void oneOfSeveralSignaturesMustBeRight(String value) {
        assertThat(refusal(published.with(HEADER, value))).isNull();
    }

    @Test
    void signatureOfTheRolledSecretIsRight() {
        TestEvent rolled = published.with(HEADER, header(TIME, OF_THE_ROLLED_SECRET));
        assertThat(refusal(rolled)).isEqualTo(Reason.WRONG);
        assertThat(refusal(rolled, signatures(Long.parseLong(TIME), "whsec_test_secret_rolled_key")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t=1492774577", "t=1492774577,v0=" + HEX, "t=1492774577,v2=" + HEX})
    void signatureOfAnotherVersionIsMissing(String value) {
        assertThat(refusal(published.with(HEADER, value))).isEqualTo(Reason.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1=" + HEX,
                "t=,v1=" + HEX,
                "v1," + "t=1492774577",
                "t=1492774577,v1=" + HEX + ",",
                "t=1492774577,t=1492774577,v1=" + HEX,
                HEX
            })
    void otherFormIsMalformed(String value) {
        assertThat(refusal(published.with(HEADER, value))).isEqualTo(Reason.MALFORMED);
    }
}
