package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class TransfersTest extends ShopTest {

    private static final String PATH = "/api/transfers";
    private static final String BODY = "{\"account\": \"alice\", \"amount\": 12.50}";

    private final String key = UUID.randomUUID().toString();

    @Test
    void duplicatesWaitForTheAnswerOfTheFirst() {
        List<Reply> replies =
                ShopClient.replies(ShopClient.atOnce(8, () -> shop().postAsync(PATH, BODY, "Idempotency-Key", key)));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies).extracting(Reply::text).containsOnly(replies.get(0).text());
        assertThat(replies)
                .extracting(reply -> reply.header("Idempotent-Replayed"))
                .containsOnlyOnce("")
                .contains("true");
        assertThat(replies.get(0).json().path("attempt").asInt()).isEqualTo(1);
        assertThat(shop().count("paymentsExecuted")).isEqualTo(1);
    }

    @Test
    void transferOfNothingIsRefused() {
        assertProblem(shop().post(PATH, "{\"account\": \"alice\", \"amount\": 0}", "Idempotency-Key", key), 400);
    }
}
