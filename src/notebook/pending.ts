/** Which of the resources that Node names are on their way and may still run code of a cell; servers, workers and streams that are open are not. */
export const pending = /^(Timeout|Immediate)$|Req(Wrap|Promise|Callback)?$/;
