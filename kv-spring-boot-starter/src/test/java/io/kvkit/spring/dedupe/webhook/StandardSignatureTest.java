package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The values of the tests of the libraries of Standard Webhooks, see
 * https://github.com/standard-webhooks/standard-webhooks.
 */
class StandardSignatureTest extends TimedSignatureContract {

    private static final String HEADER = "webhook-signature";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    StandardSignatureTest() {
        super(
                Preset.STANDARD_WEBHOOKS,
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                1614265330,
                HEADER,
                TestEvent.of("{\"test\": 2432232314}")
                        .with("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                        .with("webhook-timestamp", "1614265330")
                        .with(HEADER, SIGNATURE));
    }

    @Override
    protected String otherSecret() {
        return "whsec_plJ3nmyCDGBKInavdOK15jsl";
    }

    @Override
    protected TestEvent withTime(String time) {
        return published.with("webhook-timestamp", time);
    }

    @Test
    void idIsSigned() {
        assertThat(refusal(published.with("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJel")))
                .isEqualTo(Reason.WRONG);
        assertThat(refusal(published.with("webhook-id"))).isEqualTo(Reason.MISSING);
        assertThat(refusal(published.with("webhook-id", "a", "a"))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void partsCannotBeMovedFromOneToTheNext() {
        TestEvent moved = published
                .with("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330")
                .with("webhook-timestamp", "1614265330");
        assertThat(refusal(moved)).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1,bad " + SIGNATURE,
                SIGNATURE + " v1,bad",
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== "
                        + SIGNATURE
            })
    void oneOfSeveralSignaturesMustBeRight(String value) {
        assertThat(refusal(published.with(HEADER, value))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void signatureOfAnotherVersionIsMissing(String value) {
        assertThat(refusal(published.with(HEADER, value))).isEqualTo(Reason.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,83484cf52b04f8e4cf2531adfed9882ad4b2665137b852442d594d20e2c9d4e1"
            })
    void otherEncodingIsWrong(String value) {
        assertThat(refusal(published.with(HEADER, value))).isEqualTo(Reason.WRONG);
    }

    @Test
    void headersOfSvixAreNotRead() {
        TestEvent svix = TestEvent.of("{\"test\": 2432232314}")
                .with("svix-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .with("svix-timestamp", "1614265330")
                .with("svix-signature", SIGNATURE);
        assertThat(refusal(svix)).isEqualTo(Reason.MISSING);
    }
}
