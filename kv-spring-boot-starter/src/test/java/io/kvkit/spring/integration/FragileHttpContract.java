package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What expressions that fail during a call, and results that cannot be kept, may not do. */
@ExtendWith(OutputCaptureExtension.class)
abstract class FragileHttpContract extends HttpContract {

    FragileHttpContract(Stack stack) {
        super(stack, List.of(Fragile.class, Fragile.Service.class));
    }

    private int ran() {
        return app.bean(Fragile.class).ran();
    }

    private Http.Call call(String shape, String id) {
        return List.of("cached", "unless", "limited").contains(shape)
                ? http.get("/" + shape + "?id=" + id)
                : http.post("/" + shape + "?id=" + id).key(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limited", "pay", "hook"})
    void expressionThatFailsOnInputIsTheMistakeOfTheClientAndTheMethodDoesNotRun(String shape, CapturedOutput output) {
        int before = ran();
        call(shape, "x").send().isProblem(400, "key-invalid");
        assertThat(output).doesNotContain("StringIndexOutOfBounds");
        assertThat(ran()).isEqualTo(before);
        Reply right = call(shape, key).send().hasStatus(200);
        assertThat(right.replayed()).isFalse();
        assertThat(ran()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cached", "unless", "invalidate", "update"})
    void expressionOfACacheThatFailsLetsTheCallPassByAndIsToldOnce(String shape, CapturedOutput output) {
        int before = ran();
        call(shape, "x").send().hasStatus(200);
        call(shape, "y").send().hasStatus(200);
        assertThat(ran()).isEqualTo(before + 2);
        String told = "io.kvkit.spring.integration.Fragile." + shape;
        assertThat(output.getAll()).containsOnlyOnce(told).contains("failed with StringIndexOutOfBoundsException");
    }

    @Test
    void duplicateWhoseResultFailsIsNoSuccess() {
        int before = ran();
        call("duplicate", "x").send().hasStatus(200);
        call("duplicate", "x").send().isProblem(400, "key-invalid");
        assertThat(ran()).isEqualTo(before + 1);
    }

    @Test
    void resultThatCannotBeKeptReachesItsCaller() {
        Fragile.Service service = app.bean(Fragile.Service.class);
        int before = service.ran();
        assertThat(service.cached(key)).isNotNull();
        assertThat(service.cached(key)).isNotNull();
        assertThat(service.once(key)).isNotNull();
        assertThatThrownBy(() -> service.once(key)).isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThat(service.onceMono(key + 2).block()).isNotNull();
        assertThatThrownBy(() -> service.onceMono(key + 2).block())
                .isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThat(service.ran()).isEqualTo(before + 4);
    }
}
