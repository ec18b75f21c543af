package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.EventSignatureException.Reason;
import org.junit.jupiter.api.Test;

/**
 * The example of Slack's documentation, a form of a slash command, see
 * https://api.slack.com/authentication/verifying-requests-from-slack.
 */
class SlackSignatureTest extends TimedSignatureContract {

    private static final String HEADER = "X-Slack-Signature";
    private static final String TIME = "X-Slack-Request-Timestamp";

    SlackSignatureTest() {
        super(
                Preset.SLACK,
                "8f742231b10e8888abcd99yyyzzz85a5",
                1531420618,
                HEADER,
                TestEvent.of("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                                + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                                + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
                                + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                        .with(HEADER, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
                        .with(TIME, "1531420618"));
    }

    @Override
    protected String otherSecret() {
        return "another";
    }

    @Override
    protected TestEvent withTime(String time) {
        return published.with(TIME, time);
    }

    @Test
    void absentTimeIsMissingAndTwoAreMalformed() {
        assertThat(refusal(published.with(TIME))).isEqualTo(Reason.MISSING);
        assertThat(refusal(published.with(TIME, "1531420618", "1531420618"))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void otherVersionIsMalformed() {
        String hex = value(HEADER).substring(3);
        assertThat(refusal(published.with(HEADER, "v1=" + hex))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(published.with(HEADER, hex))).isEqualTo(Reason.MALFORMED);
    }
}
