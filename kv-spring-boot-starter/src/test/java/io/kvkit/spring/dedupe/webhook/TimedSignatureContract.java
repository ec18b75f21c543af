package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What schemes refuse whose signatures have a time. */
abstract class TimedSignatureContract extends SignatureContract {

    private final String secret;
    private final long sentAt;

    TimedSignatureContract(Preset preset, String secret, long sentAt, String signatureHeader, TestEvent published) {
        super(preset, secret, sentAt, signatureHeader, published);
        this.secret = secret;
        this.sentAt = sentAt;
    }

    /** The published event, with another time than that of the signature. */
    protected abstract TestEvent withTime(String time);

    @ParameterizedTest
    @ValueSource(longs = {-300, -299, 0, 299, 300})
    void signatureIsRightForFiveMinutes(long later) {
        assertThat(refusal(published, signatures(sentAt + later, secret))).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-100_000_000, -301, 301, 100_000_000})
    void oldAndFutureSignaturesAreExpired(long later) {
        assertThat(refusal(published, signatures(sentAt + later, secret))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void timeIsSigned() {
        assertThat(refusal(withTime(Long.toString(sentAt + 1)))).isEqualTo(Reason.WRONG);
        assertThat(refusal(withTime("0" + sentAt))).isEqualTo(Reason.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "-1", "+1", "1e9", "1.5", "0x10", "9999999999999", "٣", "1 2"})
    void timeThatIsNoNumberIsMalformed(String time) {
        assertThat(refusal(withTime(time))).isEqualTo(Reason.MALFORMED);
    }
}
