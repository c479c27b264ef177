/** Where the server is, whatever path a proxy has it under: this page is at `admin/` there. */
export const server = new URL("..", window.location.href).href;

/** This page's own address, without what one looks at. */
export const page = new URL(".", window.location.href).href;
