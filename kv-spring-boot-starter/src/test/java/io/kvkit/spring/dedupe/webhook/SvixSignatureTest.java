package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The example of Svix's documentation, see https://docs.svix.com/receiving/verifying-payloads/how-manual. */
class SvixSignatureTest extends TimedSignatureContract {

    private static final String HEADER = "svix-signature";
    private static final String SIGNATURE = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=";
    private static final String ID = "msg_loFOjxBNrRLzqYUf";

    SvixSignatureTest() {
        super(
                Preset.SVIX,
                "whsec_plJ3nmyCDGBKInavdOK15jsl",
                1731705121,
                HEADER,
                TestEvent.of("{\"event_type\":\"ping\",\"data\":{\"success\":true}}")
                        .with("svix-id", ID)
                        .with("svix-timestamp", "1731705121")
                        .with(HEADER, SIGNATURE));
    }

    @Override
    protected String otherSecret() {
        return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    }

    @Override
    protected TestEvent withTime(String time) {
        return published.with("svix-timestamp", time);
    }

    @Test
    void headersOfStandardWebhooksAreReadIfThereIsNoIdOfSvix() {
        TestEvent standard = published
                .with("svix-id")
                .with("webhook-id", ID)
                .with("webhook-timestamp", "1731705121")
                .with("webhook-signature", SIGNATURE);
        assertThat(refusal(standard)).isNull();
        assertThat(refusal(standard.with("svix-id", "msg_another"))).isEqualTo(Reason.WRONG);
    }

    @Test
    void idThatIsRecordedIsTheOneThatIsSigned() {
        EventIds ids = Objects.requireNonNull(Sender.of(Preset.SVIX)).ids();
        assertThat(ids.id(published.with("webhook-id", "msg_another"))).isEqualTo(ID);
        assertThat(ids.id(published.with("svix-id").with("webhook-id", "msg_another")))
                .isEqualTo("msg_another");
    }
}
