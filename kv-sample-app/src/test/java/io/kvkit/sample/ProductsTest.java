package io.kvkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@ParameterizedClass
@EnumSource
class ProductsTest extends ShopTest {

    @Test
    void productHasItsFourFields() {
        Reply product = shop().get("/api/products/1");

        assertThat(product.status()).isEqualTo(200);
        assertThat(product.fields()).containsExactly("id", "name", "price", "loadedAt");
        assertThat(product.json().path("id").asInt()).isEqualTo(1);
        assertThat(product.json().path("price").isNumber()).isTrue();
        assertThat(Instant.parse(product.text("loadedAt"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void productIsLoadedOnce() {
        long before = shop().count("productLoads");

        Reply first = shop().get("/api/products/2");
        Reply second = shop().get("/api/products/2");

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(shop().count("productLoads")).isEqualTo(before + 1);
    }

    @Test
    void severalProductsShareTheirEntriesWithSingleOnes() {
        Reply single = shop().get("/api/products/31");
        long before = shop().count("productLoads");

        Reply several = shop().get("/api/products?ids=32,31");
        Reply again = shop().get("/api/products?ids=32,31");

        assertThat(several.json()).hasSize(2);
        assertThat(several.json().get(1).toString()).isEqualTo(single.json().toString());
        assertThat(again.text()).isEqualTo(several.text());
        assertThat(shop().count("productLoads")).isEqualTo(before + 1);
        assertThat(shop().get("/api/products?ids=999").json()).isEmpty();
        assertThat(shop().get("/api/products/999").status()).isEqualTo(404);
        assertThat(shop().get("/api/products?ids=0").status()).isEqualTo(400);
    }

    @Test
    void crowdOnColdProductIsServedByOneLoad() {
        long before = shop().count("productLoads");

        List<Reply> replies = ShopClient.replies(ShopClient.atOnce(64, () -> shop().getAsync("/api/products/3")));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies).extracting(Reply::text).containsOnly(replies.get(0).text());
        assertThat(shop().count("productLoads")).isEqualTo(before + 1);
    }

    @Test
    void changedPriceIsSeenByTheNextReader() {
        shop().get("/api/products/4");

        Reply change = shop().put("/api/products/4", "{\"price\": 12.34}");

        assertThat(change.status()).isEqualTo(200);
        assertThat(shop().get("/api/products/4").json().path("price").asDouble())
                .isEqualTo(12.34);
    }

    @Test
    void changeOfOneProductLeavesOthersCached() {
        Reply other = shop().get("/api/products/5");

        shop().put("/api/products/6", "{\"price\": 1}");

        assertThat(shop().get("/api/products/5").text()).isEqualTo(other.text());
    }

    @Test
    void headerSaysWhereTheAnswerCameFrom() {
        assertThat(shop().get("/api/products/11").header("Cache-Status")).isEqualTo("products; fwd=miss");
        assertThat(shop().get("/api/products/11").header("Cache-Status")).isEqualTo("products; hit; detail=store");
        assertThat(shop().get("/api/products/11").header("Cache-Status"))
                .isEqualTo("products; hit; detail=" + (store == ShopStore.MEMORY ? "near" : "store"));
    }

    @Test
    void clearedTagIsLoadedAgain() {
        Reply oak = shop().get("/api/products/8");
        Reply walnut = shop().get("/api/products/18");

        assertThat(shop().delete("/api/caches/products?tag=Oak").status()).isEqualTo(204);

        assertThat(shop().get("/api/products/8").text("loadedAt")).isNotEqualTo(oak.text("loadedAt"));
        assertThat(shop().get("/api/products/18").text()).isEqualTo(walnut.text());
        assertProblem(shop().delete("/api/caches/products?tag=a,b"), 400);
    }

    @Test
    void lifeOfResultsCanChange() {
        Reply change = shop().put("/api/caches/products", "{\"ttl\": \"20m\"}");

        assertThat(change.status()).isEqualTo(200);
        assertThat(change.text("ttl")).isEqualTo("PT20M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ttl\": \"0s\"}", "{\"ttl\": \"10\"}", "{\"ttl\": \"soon\"}", "{}"})
    void whatIsNoLifeIsABadRequest(String json) {
        assertProblem(shop().put("/api/caches/products", json), 400);
    }

    @Test
    void unknownProductIsNotFound() {
        assertProblem(shop().get("/api/products/101"), 404);
        assertProblem(shop().put("/api/products/101", "{\"price\": 1}"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-1", "1.5", "1e2", "%20", "99999999999999999999"})
    void whatIsNoIdIsABadRequest(String id) {
        assertProblem(shop().get("/api/products/" + id), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"price\": 0}", "{\"price\": -1}", "{\"price\": 1.999}", "{}", "{\"price\": \"x\"}", "{"})
    void whatIsNoPriceIsABadRequestAndChangesNothing(String json) {
        Reply before = shop().get("/api/products/7");

        assertProblem(shop().put("/api/products/7", json), 400);

        assertThat(shop().get("/api/products/7").text()).isEqualTo(before.text());
    }
}
