package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The methods to which a limit on a class applies: those that others call. */
class LimitedClassTest {

    static class Base {

        public final void fixed() {}

        public void inherited() {}
    }

    @Controller
    @RateLimited(name = "all", limit = 9, window = "1s")
    static class Limited extends Base {

        @GetMapping("/")
        public void handler() {}

        @RateLimited(name = "own", limit = 1, window = "1s")
        public void own() {}

        @ExceptionHandler
        public void advice(IllegalStateException e) {}

        @ModelAttribute
        @GetMapping("/model")
        public String model() {
            return "";
        }

        void hidden() {}

        public static void shared() {}

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public String toString() {
            return "";
        }
    }

    @Test
    void aLimitOnAClassAppliesToItsMethodsThatOthersCall() {
        OperationSource source = Sources.plain();
        Set<String> limited = new TreeSet<>();
        Arrays.stream(Limited.class.getMethods())
                .filter(method -> !source.find(method, Limited.class)
                        .all(RateLimitedOperation.class)
                        .isEmpty())
                .forEach(method -> limited.add(method.getName()));
        assertThat(limited).containsExactly("handler", "inherited", "model", "own");
        assertThat(source.find(Sources.method(Limited.class, "own"), Limited.class)
                        .all(RateLimitedOperation.class))
                .extracting(RateLimitedOperation::name)
                .containsExactly("own");
    }
}
