package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvWebAutoConfiguration;
import io.kvkit.spring.web.servlet.KvServletFilter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** What a flood of one kind of record does to the others in the bounded memory store: nothing. */
@Tag("slow")
class MemoryFloodTest {

    private static final int BOUND = 1_000;

    @EnableWebMvc
    static class Mvc {}

    /** Sends many requests and looks at the answers. */
    @FunctionalInterface
    private interface Flood {
        void of(Client client) throws Exception;
    }

    /** Sends requests, each from the address that it is given. */
    private record Client(MockMvc mvc) {

        int get(String path, String address) throws Exception {
            return status(MockMvcRequestBuilders.get(path).with(request -> {
                request.setRemoteAddr(address);
                return request;
            }));
        }

        int pay(String key) throws Exception {
            return status(MockMvcRequestBuilders.post("/pay").header("Idempotency-Key", key));
        }

        int deliver(String id) throws Exception {
            return status(MockMvcRequestBuilders.post("/hook/" + id));
        }

        private int status(RequestBuilder request) throws Exception {
            return mvc.perform(request).andReturn().getResponse().getStatus();
        }
    }

    @Test
    void manyAddressesRefuseNoClientNoPaymentAndNoEvent() {
        run(client -> {
            for (int i = 0; i < 2 * BOUND; i++) {
                String address = i % 2 == 0 ? "10.0." + (i >> 8) + "." + (i & 0xFF) : "2001:db8:0:" + i + "::1";
                assertThat(client.get("/limited", address)).isEqualTo(200);
                assertThat(client.get("/limited-closed", address)).isEqualTo(200);
            }
            assertThat(client.pay("key")).isEqualTo(200);
            assertThat(client.deliver("event")).isEqualTo(200);
            assertThat(client.get("/direct/1", "192.0.2.1")).isEqualTo(200);
            assertOneClientIsLimited(client, "192.0.2.1");
        });
    }

    @Test
    void manyPaymentsRefuseNoClientAndNoEvent() {
        run(client -> {
            for (int i = 0; i < BOUND; i++) {
                assertThat(client.pay("key" + i)).isEqualTo(200);
            }
            assertThat(client.pay("last")).isEqualTo(503);
            assertThat(client.deliver("event")).isEqualTo(200);
            assertThat(client.get("/direct/1", "192.0.2.1")).isEqualTo(200);
            assertOneClientIsLimited(client, "192.0.2.1");
        });
    }

    private static void assertOneClientIsLimited(Client client, String address) throws Exception {
        assertThat(client.get("/limited-closed", address)).isEqualTo(200);
        assertThat(client.get("/limited-closed", address)).isEqualTo(200);
        assertThat(client.get("/limited-closed", address)).isEqualTo(429);
    }

    private static void run(Flood flood) {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KvAutoConfiguration.class, KvOperationAutoConfiguration.class, KvWebAutoConfiguration.class))
                .withUserConfiguration(Mvc.class, Guarded.class)
                .withPropertyValues("kv.store=memory", "kv.memory.max-entries=" + BOUND)
                .run(context -> flood.of(new Client(mvc(context))));
    }

    private static MockMvc mvc(WebApplicationContext context) {
        return MockMvcBuilders.webAppContextSetup(context)
                .addFilters(context.getBean(KvServletFilter.class))
                .build();
    }
}
