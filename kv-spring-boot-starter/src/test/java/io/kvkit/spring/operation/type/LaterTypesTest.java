package io.kvkit.spring.operation.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Types whose work is not done when the method returns, and methods that Spring's web calls. */
class LaterTypesTest {

    @SuppressWarnings("unused")
    interface Declared {
        Map<String, List<? extends Mono<String>>> deep();

        Callable<String>[] array();

        CompletableFuture<?>[][] arrays();

        List<String> plain();

        String[] texts();
    }

    private static Type type(String method) throws NoSuchMethodException {
        return Declared.class.getDeclaredMethod(method).getGenericReturnType();
    }

    @Test
    void workThatIsDeliveredIsKnownByTypeAndSupertype() {
        for (Class<?> type : List.of(Mono.class, Flux.class, CompletableFuture.class, FutureTask.class)) {
            assertThat(LaterTypes.isDelivered(type)).as(type.getName()).isTrue();
            assertThat(LaterTypes.isCalledLater(List.class)).isFalse();
        }
        assertThat(LaterTypes.isDelivered(String.class)).isFalse();
        assertThat(LaterTypes.isCalledLater(Supplier.class)).isTrue();
        assertThat(LaterTypes.isCalledLater(FutureTask.class)).as("a Runnable").isTrue();
    }

    @Test
    void laterPartIsFoundAtAnyDepth() throws Exception {
        assertThat(LaterTypes.in(type("deep"))).isEqualTo(Mono.class);
        assertThat(LaterTypes.in(type("array"))).isEqualTo(Callable.class);
        assertThat(LaterTypes.in(type("arrays"))).isEqualTo(CompletableFuture.class);
        assertThat(LaterTypes.in(type("plain"))).isNull();
        assertThat(LaterTypes.in(type("texts"))).isNull();
        assertThat(LaterTypes.in(String.class)).isNull();
    }

    @Test
    void onlyOneValueIsDrivenAsOne() {
        assertThat(LaterTypes.toOne(Mono.class)).isNotNull();
        assertThat(LaterTypes.toOne(Flux.class)).isNull();
        assertThat(LaterTypes.toOne(String.class)).isNull();
    }

    @Test
    void bodyOfAResponseIsItsType() {
        ResolvableType entity = ResolvableType.forClassWithGenerics(ResponseEntity.class, String.class);
        assertThat(LaterTypes.inEntity(entity).resolve()).isEqualTo(String.class);
        ResolvableType request = ResolvableType.forClassWithGenerics(HttpEntity.class, Long.class);
        assertThat(LaterTypes.inEntity(request).resolve()).isEqualTo(Long.class);
        ResolvableType list = ResolvableType.forClassWithGenerics(List.class, String.class);
        assertThat(LaterTypes.inEntity(list)).isEqualTo(list);
    }

    @SuppressWarnings("unused")
    interface Web {
        @GetMapping("/a")
        String handle();

        @ExceptionHandler
        String recover();

        @ModelAttribute
        String model();

        @GetMapping("/b")
        @ModelAttribute
        String both();

        String helper();
    }

    @RestController
    abstract static class Shop implements Web {}

    @Controller
    abstract static class Views implements Web {}

    abstract static class Service implements Web {}

    private static boolean handles(Class<?> type, String method) throws NoSuchMethodException {
        return Controllers.handles(type, Web.class.getMethod(method));
    }

    @Test
    void handlerIsAMappedMethodOfAController() throws Exception {
        assertThat(handles(Shop.class, "handle")).isTrue();
        assertThat(handles(Views.class, "handle")).isTrue();
        assertThat(handles(Service.class, "handle")).isFalse();
        assertThat(handles(Shop.class, "helper")).isFalse();
    }

    @Test
    void methodThatSpringCallsAroundHandlersAssists() throws Exception {
        assertThat(Controllers.assists(Web.class, Web.class.getMethod("recover")))
                .isTrue();
        assertThat(Controllers.assists(Web.class, Web.class.getMethod("model"))).isTrue();
        assertThat(Controllers.assists(Web.class, Web.class.getMethod("both"))).isFalse();
        assertThat(Controllers.assists(Web.class, Web.class.getMethod("helper")))
                .isFalse();
    }
}
