package io.kvkit.spring.operation.key.equality;

import org.jspecify.annotations.Nullable;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/** The code of a method without arguments, and the field that it returns unchanged. */
final class GetterBody extends MethodVisitor {

    private int fields;
    private String field = "";
    private boolean plain = true;

    GetterBody() {
        super(SpringAsmInfo.ASM_VERSION);
    }

    /** Returns the field that the method returns; null if the method does anything else. */
    @Nullable
    String field() {
        return plain && fields == 1 ? field : null;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        fields++;
        field = name;
        plain &= opcode == Opcodes.GETFIELD;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        plain &= owner.startsWith("java/lang/") && name.equals("valueOf");
    }

    @Override
    public void visitInsn(int opcode) {
        plain &= opcode >= Opcodes.IRETURN && opcode <= Opcodes.ARETURN;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        plain = false;
    }

    @Override
    public void visitLdcInsn(Object value) {
        plain = false;
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        plain = false;
    }

    @Override
    public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrap, @Nullable Object... arguments) {
        plain = false;
    }
}
