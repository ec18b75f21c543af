package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/** Runs each test of a class in the shop on each store. */
@ExtendWith(Shared.class)
abstract class ShopTest {

    private Shop shop;

    @Parameter
    ShopStore store;

    @BeforeEach
    void startOver() {
        shop = Shared.shop(store);
    }

    ShopClient shop() {
        return shop.client();
    }

    static void assertProblem(Reply reply, int status) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    }

    static void assertProblem(Reply reply, int status, String code) {
        assertProblem(reply, status);
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("type")).isNotEmpty();
    }
}
