package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code @Cached} promises on controllers and what they call. */
abstract class CachedHttpContract extends HttpContract {

    CachedHttpContract(Stack stack) {
        super(stack, List.of(Catalog.class, Catalog.Loader.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "future", "mono", "service", "service-plain"})
    void manyClientsGetTheResultOfOneLoad(String shape) {
        List<Reply> replies = http.get("/" + shape + "/" + key).start(16).stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(replies).allSatisfy(reply -> reply.hasStatus(200));
        assertThat(replies).extracting(Reply::text).containsOnly(replies.get(0).text());
        assertThat(replies.get(0).text()).contains(key);
        assertThat(http.get("/" + shape + "/" + key).send().text())
                .isEqualTo(replies.get(0).text());
    }

    @Test
    void changesAreSeen() {
        String loaded = http.get("/service/" + key).send().text();
        http.post("/change/" + key).send().hasStatus(200);
        assertThat(http.get("/service/" + key).send().hasStatus(200).text()).isNotEqualTo(loaded);
        http.get("/record/" + key).send().hasStatus(200);
        http.post("/replace/" + key).send().hasStatus(200);
        assertThat(http.get("/record/" + key).send().text()).contains("\"load\":-1");
    }

    @Test
    void scopeKeepsPrincipalsApart() {
        String ada = http.get("/mine/" + key).user("ada").send().text();
        String bob = http.get("/mine/" + key).user("bob").send().text();
        String nobody = http.get("/mine/" + key).send().text();
        assertThat(List.of(ada, bob, nobody)).doesNotHaveDuplicates();
        assertThat(http.get("/mine/" + key).user("ada").send().text()).isEqualTo(ada);
    }

    @Test
    void responsesDoNotNameCachesUnlessAsked() {
        assertThat(http.get("/record/" + key).send().header("Cache-Status")).isNull();
    }

    @Test
    void nullIsAKeyLikeAnyOther() {
        Reply first = http.get("/by-name").send().hasStatus(200);
        assertThat(http.get("/by-name").send().text()).isEqualTo(first.text());
        assertThat(http.get("/by-name?name=null").send().text()).isNotEqualTo(first.text());
    }
}
