package io.kvkit.spring.web.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

class IdentityTest {

    /** Named as the one of Spring Security. */
    private record AnonymousAuthenticationToken(String name) implements Principal {

        @Override
        public String getName() {
            return name;
        }
    }

    private static Identity of(Mono<Principal> principal) {
        ServerWebExchange web = MockServerWebExchange.from(MockServerHttpRequest.get("/"))
                .mutate()
                .principal(principal)
                .build();
        return Identity.of(web).block();
    }

    @Test
    void somebodyHasAName() {
        assertThat(of(Mono.just(() -> "ada")).name()).isEqualTo("ada");
    }

    @Test
    void anonymousIsNobody() {
        assertThat(of(Mono.just(new AnonymousAuthenticationToken("anonymousUser")))
                        .name())
                .isNull();
        assertThat(of(Mono.empty()).name()).isNull();
    }

    @Test
    void whoIsNotKnownConcernsOnlyThoseWhoAsk() {
        Identity unknown = of(Mono.error(new IllegalArgumentException("no session")));
        assertThatIllegalStateException()
                .isThrownBy(unknown::name)
                .havingRootCause()
                .withMessage("no session");
    }
}
