package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Runs a shop on each store for all tests of a class. */
abstract class ShopTest {

    private static Shop shop;

    @Parameter
    ShopStore store;

    @BeforeParameterizedClassInvocation
    static void open(ShopStore store) {
        shop = Shop.on(store);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        shop.close();
    }

    static ShopClient shop() {
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
