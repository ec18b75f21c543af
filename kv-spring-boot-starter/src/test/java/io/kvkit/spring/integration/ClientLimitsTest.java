package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvWebAutoConfiguration;
import io.kvkit.spring.web.servlet.KvServletFilter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Whom a limit of a controller counts as one client, and what it counts. */
@Tag("slow")
class ClientLimitsTest {

    @RestController
    static class Quotes {

        @RateLimited(name = "quotes", limit = 1, window = "1h")
        @GetMapping("/quote")
        public String quote() {
            return "quote";
        }
    }

    @RestController
    @RateLimited(name = "orders", limit = 2, window = "1h")
    static class Orders {

        @ModelAttribute("shop")
        public String shop() {
            return "shop";
        }

        @InitBinder
        public void binder(WebDataBinder binder) {}

        @GetMapping("/orders/{id}")
        public String order(@PathVariable String id) {
            throw new IllegalStateException(id);
        }

        @ExceptionHandler(IllegalStateException.class)
        public ResponseEntity<String> missing(IllegalStateException failure) {
            return ResponseEntity.status(HttpStatus.NOT_FOUND).body("no " + failure.getMessage());
        }
    }

    @EnableWebMvc
    static class Mvc {}

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KvAutoConfiguration.class, KvOperationAutoConfiguration.class, KvWebAutoConfiguration.class))
            .withUserConfiguration(Mvc.class, Quotes.class, Orders.class)
            .withPropertyValues("kv.store=memory");

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::1,  429",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:3::1,  200",
        "192.0.2.1,            192.0.2.1,        429",
        "192.0.2.1,            192.0.2.2,        200"
    })
    void clientWithANetworkOfItsOwnHasOneLimit(String one, String other, int status) {
        runner.run(context -> {
            MockMvc mvc = mvc(context);
            assertThat(get(mvc, "/quote", one).getStatus()).isEqualTo(200);
            assertThat(get(mvc, "/quote", other).getStatus()).isEqualTo(status);
        });
    }

    @Test
    void limitOfAClassCountsRequestsAndNotWhatElseSpringCalls() {
        runner.run(context -> {
            MockMvc mvc = mvc(context);
            for (int client = 1; client <= 3; client++) {
                String address = "192.0.2." + client;
                for (int call = 1; call <= 2; call++) {
                    var answer = get(mvc, "/orders/7", address);
                    assertThat(answer.getStatus()).isEqualTo(404);
                    assertThat(answer.getContentAsString()).isEqualTo("no 7");
                }
                assertThat(get(mvc, "/orders/7", address).getStatus()).isEqualTo(429);
            }
        });
    }

    private static MockMvc mvc(WebApplicationContext context) {
        return MockMvcBuilders.webAppContextSetup(context)
                .addFilters(context.getBean(KvServletFilter.class))
                .build();
    }

    private static MockHttpServletResponse get(MockMvc mvc, String path, String address) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(path).with(request -> {
                    request.setRemoteAddr(address);
                    return request;
                }))
                .andReturn()
                .getResponse();
    }
}
