package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.EventSignatureException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every scheme of signatures refuses, shown on an event that its sender has signed. */
abstract class SignatureContract {

    private final Preset preset;
    private final String secret;
    private final long sentAt;
    private final String signatureHeader;

    /** The event, as it was published with its signature. */
    protected final TestEvent published;

    SignatureContract(Preset preset, String secret, long sentAt, String signatureHeader, TestEvent published) {
        this.preset = preset;
        this.secret = secret;
        this.sentAt = sentAt;
        this.signatureHeader = signatureHeader;
        this.published = published;
    }

    protected final EventSignatures signatures(long now, String... secrets) {
        return Objects.requireNonNull(Sender.of(preset)).signatures(List.of(secrets), () -> now * 1_000_000);
    }

    protected final Reason refusal(TestEvent event) {
        return refusal(event, signatures(sentAt, secret));
    }

    protected static Reason refusal(TestEvent event, EventSignatures signatures) {
        EventSignatureException refused =
                catchThrowableOfType(EventSignatureException.class, () -> signatures.require(event));
        return refused == null ? null : refused.reason();
    }

    /** Another secret of the right form. */
    protected abstract String otherSecret();

    @Test
    void publishedSignatureIsRight() {
        assertThatNoException().isThrownBy(() -> signatures(sentAt, secret).require(published));
    }

    @Test
    void eachSecretIsTried() {
        assertThat(refusal(published, signatures(sentAt, otherSecret(), secret)))
                .isNull();
        assertThat(refusal(published, signatures(sentAt, secret, otherSecret())))
                .isNull();
        assertThat(refusal(published, signatures(sentAt, otherSecret()))).isEqualTo(Reason.WRONG);
    }

    @Test
    void eachBitOfTheBodyIsSigned() {
        byte[] body = Objects.requireNonNull(published.body());
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            assertThat(refusal(published.withBody(changed))).as("byte " + i).isEqualTo(Reason.WRONG);
        }
        assertThat(refusal(published.withBody(new byte[0]))).isEqualTo(Reason.WRONG);
        assertThat(refusal(published.withBody(new String(body) + "\n"))).isEqualTo(Reason.WRONG);
    }

    @Test
    void eachCharacterOfTheSignatureCounts() {
        String value = value(signatureHeader);
        List<Reason> seen = new ArrayList<>();
        for (int i = 0; i < value.length(); i++) {
            char other = value.charAt(i) == '0' ? '1' : '0';
            String changed = value.substring(0, i) + other + value.substring(i + 1);
            seen.add(refusal(published.with(signatureHeader, changed)));
        }
        assertThat(seen).doesNotContainNull();
        assertThat(refusal(published.with(signatureHeader, value.substring(0, value.length() - 1))))
                .isEqualTo(Reason.WRONG);
        assertThat(refusal(published.with(signatureHeader, value + "0"))).isEqualTo(Reason.WRONG);
    }

    @Test
    void otherCaseIsAnotherSignature() {
        String value = value(signatureHeader);
        int text = Math.max(value.lastIndexOf('='), value.lastIndexOf(',')) + 1;
        int start = value.endsWith("=") ? 0 : text;
        String changed = value.substring(0, start) + value.substring(start).toUpperCase(Locale.ROOT);
        assertThat(refusal(published.with(signatureHeader, changed))).isIn(Reason.WRONG, Reason.MISSING);
    }

    @Test
    void absentAndEmptyHeadersAreMissing() {
        assertThat(refusal(published.with(signatureHeader))).isEqualTo(Reason.MISSING);
        assertThat(refusal(published.with(signatureHeader, ""))).isEqualTo(Reason.MISSING);
        assertThat(refusal(published.with(signatureHeader, "  "))).isEqualTo(Reason.MISSING);
    }

    @Test
    void twoHeadersAreMalformed() {
        String value = value(signatureHeader);
        assertThat(refusal(published.with(signatureHeader, value, value))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void bodyThatOtherCodeHasReadIsRefused() {
        assertThat(refusal(published.withBody((byte[]) null))).isEqualTo(Reason.BODY_READ);
    }

    @Test
    void nothingShowsTheSecret() {
        EventSignatures signatures = signatures(sentAt, secret);
        assertThat(signatures.toString()).doesNotContain(secret).contains("1 secrets");
        EventSignatureException refused = catchThrowableOfType(
                EventSignatureException.class, () -> signatures.require(published.withBody("other")));
        assertThat(refused).hasMessage("The event is not signed as it must be");
        assertThat(refused.code()).isEqualTo("event-signature-invalid");
        assertThat(refused.retryAfter()).isNull();
    }

    protected final String value(String header) {
        return published.headers(header).get(0);
    }
}
