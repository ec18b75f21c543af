package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.RequestEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;

/** The arguments that are the body of a request. */
class BodyArgumentsTest {

    interface Handlers {

        void body(@RequestParam String id, @RequestBody String body);

        void parts(@RequestPart String first, @RequestPart String second);

        void entity(HttpEntity<String> entity, String other);

        void request(RequestEntity<String> entity);

        void none(@RequestParam String id, String other);
    }

    static class Inherited implements Handlers {

        @Override
        public void body(String id, String body) {}

        @Override
        public void parts(String first, String second) {}

        @Override
        public void entity(HttpEntity<String> entity, String other) {}

        @Override
        public void request(RequestEntity<String> entity) {}

        @Override
        public void none(String id, String other) {}
    }

    private static List<@Nullable Object> bodies(String handler, @Nullable Object... arguments) {
        return BodyArguments.of(Arrays.stream(Inherited.class.getDeclaredMethods())
                        .filter(method -> method.getName().equals(handler))
                        .findFirst()
                        .orElseThrow())
                .of(arguments);
    }

    @Test
    void bodiesAreFoundByTheirAnnotationsAndTypes() {
        assertThat(bodies("body", "1", "b")).containsExactly("b");
        assertThat(bodies("parts", "a", "b")).containsExactly("a", "b");
        assertThat(bodies("entity", new HttpEntity<>("b"), "x")).containsExactly("b");
        assertThat(bodies("request", RequestEntity.post("/").body("b"))).containsExactly("b");
        assertThat(bodies("none", "1", "x")).isEmpty();
    }

    @Test
    void whatIsAbsentIsABodyOfNull() {
        assertThat(bodies("body", "1", null)).containsExactly((Object) null);
        assertThat(bodies("entity", HttpEntity.EMPTY, "x")).containsExactly((Object) null);
    }
}
